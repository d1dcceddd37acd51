import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Activity } from '../domain/lead/activity.ts';
import type { Life } from '../domain/lead/life.ts';
import { marshall } from './attributes.ts';
import { rowKey, timelinePrefix } from './keys.ts';
import type { Table } from './table.ts';
import { queryTimeline, type TimelineRow } from './timeline.ts';

/** A row or a moment as statistics see it. */
export interface Recorded extends Life {
  leadId: string;
  generation: number;
  /** Its own key among those of the lead. */
  place: string;
  /** Machine time, ms. */
  recordedAt: number;
  source: string;
  activities: Activity[];
}

/** A row that is about to be put. */
export const recordedRow = (row: TimelineRow): Recorded => ({
  ...row,
  place: rowKey(row.leadId, row.generation, row.version).sk,
});

/** An item of a timeline as it lies in the table. */
export const readRecorded = (item: Record<string, unknown>): Recorded => {
  const { pk, sk, u, s, ac } = item as { pk: string; sk: string; u: number; s?: string; ac: Activity[] };
  const generation = Number(sk.split('#')[1]);
  const row = { leadId: pk, generation, place: sk, recordedAt: u, source: s ?? 'direct', activities: ac };
  return { ...row, ...lifeIn(item as { b?: number; f?: string; q?: string[] }) };
};

const lifeIn = ({ b, f, q }: { b?: number; f?: string; q?: string[] }): Life => ({
  ...(b === undefined ? {} : { born: b }),
  ...(f ? { form: f } : {}),
  ...(q ? { sequences: q } : {}),
});

/** All that was recorded of a lead, in all its lives or in one; read strongly. */
export async function readAllRecorded(
  table: Table,
  leadId: string,
  generation?: number,
): Promise<Recorded[]> {
  const prefix = generation === undefined ? timelinePrefix : `${timelinePrefix}${generation}#`;
  const items = await queryTimeline(table, leadId, prefix, true);
  return items.map(readRecorded);
}

export async function deleteRecorded(table: Table, { leadId, place }: Recorded): Promise<void> {
  await table.client.send(
    new DeleteItemCommand({ TableName: table.name, Key: marshall({ pk: leadId, sk: place }) }),
  );
}
