import { randomUUID } from 'node:crypto';
import { suppressionOf } from '../domain/decide/erasure.ts';
import type { Erasure, Lead } from '../domain/lead.ts';
import type { LeadErased } from '../domain/lead-event.ts';
import { addEntries, emptyTally } from '../domain/tally.ts';
import { noteErasure } from '../store/erasure-log.ts';
import { getLead } from '../store/leads.ts';
import { deleteRecorded, type Recorded, readAllRecorded } from '../store/recorded.ts';
import { deletePendingResidue, putPendingResidue, putResidue, readPendingResidue } from '../store/residue.ts';
import { entriesOf } from '../store/statistic-page.ts';
import { allDone } from './all-done.ts';
import { changeLead } from './change-lead.ts';
import type { Context } from './context.ts';
import { contentHash } from './lead-id.ts';

/** The stream forgets after a day, and `record` drops what is older: then nothing more can come; machine ms. */
const LAST_LOOK_AFTER = 26 * 3_600_000;
/** Deletions at once. */
const AT_ONCE = 10;

/**
 * Forgets a person: the lead becomes a tombstone, and its timeline goes, at once and once more when the
 * stream has forgotten it too. Erasing twice is fine; false when there never was such a lead.
 */
export async function eraseLead(context: Context, leadId: string, known: Known = {}): Promise<boolean> {
  const lead = await forgetLead(context, leadId, known);
  if (lead?.erasure) await sweepErasure(context, lead, lead.erasure);
  return lead !== undefined;
}

/** What the log of erasures knows of a person, when a table was set back to a time before. */
type Known = Pick<LeadErased, 'generation' | 'suppression'>;

/**
 * The first half: the lead becomes a tombstone, and whoever may delete rows finds it in the due index at
 * once. Undefined when there never was such a lead.
 */
export async function forgetLead(
  context: Context,
  leadId: string,
  known: Known = {},
): Promise<Lead | undefined> {
  const lead = await getLead(context.table, leadId, 'UTC', true);
  const until = context.clock.now().machine + LAST_LOOK_AFTER;
  const erased = { type: 'lead.erased' as const, token: randomUUID(), until, ...known };
  const done = lead && (await changeLead(context, leadId, erased, lead));
  return done?.lead;
}

/** The second half: the log is told, so that no backup brings the person back; then the rows go. */
export async function sweepErasure(context: Context, lead: Lead, erasure: Erasure): Promise<void> {
  const { token, generation, until } = erasure;
  const { id: leadId } = lead;
  const suppression = lead.mailability === 'erased' ? lead.suppression : suppressionOf(lead);
  const at = context.clock.now().machine;
  await noteErasure(context.table, { leadId, generation, at, ...(suppression ? { suppression } : {}) });
  const rows = await rowsOf(context, leadId, erasure);
  // Counted they stay, and under no name: first what they count for, then they go.
  const newest = Math.max(0, ...rows.map(({ recordedAt }) => recordedAt));
  const entries = rows.flatMap(entriesOf);
  await putPendingResidue(context.table, { token, leadId, generation, newest, entries });
  await deleteAll(context, rows);
  if (erasure.unswept) await changeLead(context, leadId, { type: 'erasure.swept', token, until }, lead);
}

/** The last look, a good day later: what came since goes too, and what is kept for statistics loses its token. */
export async function endErasure(context: Context, lead: Lead, erasure: Erasure): Promise<void> {
  const { table } = context;
  const rows = await rowsOf(context, lead.id, erasure);
  const tally = emptyTally();
  for await (const { entries } of readPendingResidue(table, erasure.token)) addEntries(tally, entries);
  addEntries(tally, rows.flatMap(entriesOf));
  // Day by day, so that one day does not lead to another; a second try finds them there.
  for (const [day, counts] of Object.entries(tally.days)) {
    await putResidue(table, day, contentHash(erasure.token, day), counts);
  }
  await deleteAll(context, rows);
  await deletePendingResidue(table, erasure.token);
  const { token, until } = erasure;
  await changeLead(context, lead.id, { type: 'erasure.ended', token, until }, lead);
}

async function rowsOf({ table }: Context, leadId: string, erasure: Erasure): Promise<Recorded[]> {
  const rows = await readAllRecorded(table, leadId);
  return rows.filter(({ generation }) => generation <= erasure.generation);
}

async function deleteAll({ table }: Context, rows: Recorded[]): Promise<void> {
  const rest = rows.values();
  const work = async () => {
    for (const row of rest) await deleteRecorded(table, row);
  };
  await allDone(Array.from({ length: AT_ONCE }, work));
}
