import type { Lane, Lead } from '../../domain/lead/lead.ts';
import { type DuePosition, isReadOut, readDue } from '../../store/due.ts';
import { getLead } from '../../store/leads.ts';
import type { Context } from '../context.ts';

/** Leads before one step of one version of a sequence. */
export interface Position {
  version: number;
  /** The step that comes next; `end` when none does. */
  step: string;
  leads: number;
}

/** Where to go on counting: a lane of the due index, and where in it. */
export interface CountCursor {
  lane: Lane;
  from: DuePosition;
}

/** What was counted in one go. `next`: there is more, from there. */
export interface PositionCount {
  positions: Position[];
  looked: number;
  next?: CountCursor;
}

/** Whoever is on the way through a sequence has work, and so stands in the due index, however far ahead. */
const ALL_TIME = 8.64e15;
const PAGE = 25;
const MOST_AT_ONCE = 500;

/**
 * How many leads are before which step of a sequence: some hundreds of the leads with any work in one go, since
 * nobody goes through all of them in a request.
 */
export async function countPositions(
  context: Context,
  slug: string,
  cursor?: CountCursor,
): Promise<PositionCount> {
  const counts = new Map<string, Position>();
  let looked = 0;
  for await (const { leads, next } of leadsWithWork(context, cursor)) {
    looked += leads.length;
    for (const lead of leads) {
      const rules = await context.rules.forLead(lead);
      for (const e of lead.enrollments) {
        if (e.sequence !== slug || e.status !== 'active') continue;
        const step = rules.sequence(slug, e.version)?.steps[e.step]?.id ?? 'end';
        const name = `${e.version} ${step}`;
        const known = counts.get(name) ?? { version: e.version, step, leads: 0 };
        counts.set(name, { ...known, leads: known.leads + 1 });
      }
    }
    if (next && looked >= MOST_AT_ONCE) return { positions: [...counts.values()], looked, next };
  }
  return { positions: [...counts.values()], looked };
}

/** All leads with work, lane by lane, some dozens at a time; those read from an index that lags may be gone. */
export async function* leadsWithWork(
  context: Context,
  cursor: CountCursor = { lane: 0, from: {} },
): AsyncGenerator<{ leads: Lead[]; next: CountCursor | undefined }> {
  const { config } = await context.rules.current();
  for (let at: CountCursor | undefined = cursor; at; ) {
    const page = await readDue(context.table, at.lane, ALL_TIME, PAGE, at.from);
    const leads = await Promise.all(
      page.entries.map(({ leadId }) => getLead(context.table, leadId, config.settings.timeZone)),
    );
    at = after(at.lane, page.next);
    yield { leads: leads.filter((lead) => lead !== undefined), next: at };
  }
}

function after(lane: Lane, from: DuePosition): CountCursor | undefined {
  if (!isReadOut(from)) return { lane, from };
  return lane < 2 ? { lane: (lane + 1) as Lane, from: {} } : undefined;
}
