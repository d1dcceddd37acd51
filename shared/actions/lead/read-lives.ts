import type { Alias, Lead } from '../../domain/lead/lead.ts';
import type { Table } from '../../store/table.ts';
import { readTimeline, type TimelineEntry } from '../../store/timeline.ts';

/** Under which ids and in which lives of theirs a lead's rows are: its own first. */
export const livesOf = ({
  id,
  generation,
  aliases = [],
}: Pick<Lead, 'id' | 'generation' | 'aliases'>): Alias[] => [
  { id, generation },
  ...aliases.map((life) => ({ id: life.id, generation: life.generation })),
];

/** All that happened to a lead, life by life; in no order. */
export async function readEachLife(
  table: Table,
  lead: Lead,
): Promise<{ isMerged: boolean; entries: TimelineEntry[] }[]> {
  return Promise.all(
    [lead, ...(lead.aliases ?? [])].map(async ({ id, generation, ...how }) => ({
      isMerged: 'merged' in how && how.merged === true,
      entries: await readTimeline(table, id, generation),
    })),
  );
}

/** All that happened to a lead, whatever its id was then; in no order. */
export async function readLives(table: Table, lead: Lead): Promise<TimelineEntry[]> {
  return (await readEachLife(table, lead)).flatMap(({ entries }) => entries);
}
