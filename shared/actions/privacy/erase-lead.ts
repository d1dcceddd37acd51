import { randomUUID } from 'node:crypto';
import { suppressionOf } from '../../domain/decide/erasure.ts';
import type { Alias, Erasure, Lead, Suppression } from '../../domain/lead/lead.ts';
import type { LeadErased } from '../../domain/lead/lead-event.ts';
import { addEntries, emptyTally } from '../../domain/statistics/tally.ts';
import { noteErasure } from '../../store/erasure-log.ts';
import { getLead } from '../../store/leads.ts';
import { deleteRecorded, type Recorded, readAllRecorded } from '../../store/recorded.ts';
import {
  deletePendingResidue,
  putPendingResidue,
  putResidue,
  readPendingResidue,
} from '../../store/residue.ts';
import { entriesOf } from '../../store/statistic-page.ts';
import { allDone } from '../all-done.ts';
import type { Context } from '../context.ts';
import { changeLead } from '../lead/change-lead.ts';
import { followAlias } from '../lead/follow-alias.ts';
import { contentHash } from '../lead/lead-id.ts';

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
  const found = await getLead(context.table, leadId, 'UTC', true);
  const lead = found?.aliasOf ? (await followAlias(context, found)).lead : found;
  const until = context.clock.now().machine + LAST_LOOK_AFTER;
  const erased = { type: 'lead.erased' as const, token: randomUUID(), until, ...known };
  const done = lead && (await changeLead(context, lead.id, erased, lead));
  return done?.lead;
}

/** The second half: the log is told, so that no backup brings the person back; then the rows go. */
export async function sweepErasure(context: Context, lead: Lead, erasure: Erasure): Promise<void> {
  const { token, until } = erasure;
  const suppression = lead.mailability === 'erased' ? lead.suppression : suppressionOf(lead);
  // A bounce says something of its address alone.
  const said = suppression && suppression !== 'bounced' ? { suppression } : {};
  const pointless = { type: 'lead.erased' as const, token, until, alias: true as const, ...said };
  for (const life of livesToForget(lead.id, erasure)) {
    if (life.id !== lead.id) await changeLead(context, life.id, pointless);
    await sweepLife(context, life, life.id === lead.id ? suppression : undefined);
  }
  if (erasure.unswept) await changeLead(context, lead.id, { type: 'erasure.swept', token, until }, lead);
}

/** Rows under one id, and the token under which stays what they count for. */
type Forgotten = Alias & Pick<Erasure, 'token'>;

/** The lead's own id, and those that it had before: each once, with the newest life there. */
function livesToForget(id: string, { generation, token, aliases = [] }: Erasure): Forgotten[] {
  const newest = new Map<string, number>();
  for (const one of aliases) newest.set(one.id, Math.max(newest.get(one.id) ?? 0, one.generation));
  newest.delete(id);
  const others = [...newest].map(([id, generation]) => ({ id, generation, token: contentHash(token, id) }));
  return [...others, { id, generation, token }];
}

async function sweepLife(context: Context, life: Forgotten, suppression?: Suppression): Promise<void> {
  const { id: leadId, generation, token } = life;
  const at = context.clock.now().machine;
  const there = suppression ?? (await getLead(context.table, leadId, 'UTC', true))?.suppression;
  await noteErasure(context.table, { leadId, generation, at, ...(there ? { suppression: there } : {}) });
  const rows = await rowsOf(context, life);
  // Counted they stay, and under no name: first what they count for, then they go.
  const newest = Math.max(0, ...rows.map(({ recordedAt }) => recordedAt));
  const entries = rows.flatMap(entriesOf);
  await putPendingResidue(context.table, { token, leadId, generation, newest, entries });
  await deleteAll(context, rows);
}

/** The last look, a good day later: what came since goes too, and what is kept for statistics loses its token. */
export async function endErasure(context: Context, lead: Lead, erasure: Erasure): Promise<void> {
  for (const life of livesToForget(lead.id, erasure)) await endLife(context, life);
  const { token, until } = erasure;
  await changeLead(context, lead.id, { type: 'erasure.ended', token, until }, lead);
}

async function endLife(context: Context, life: Forgotten): Promise<void> {
  const { table } = context;
  const rows = await rowsOf(context, life);
  const tally = emptyTally();
  for await (const { entries } of readPendingResidue(table, life.token)) addEntries(tally, entries);
  addEntries(tally, rows.flatMap(entriesOf));
  // Day by day, so that one day does not lead to another; a second try finds them there.
  for (const [day, counts] of Object.entries(tally.days)) {
    await putResidue(table, day, contentHash(life.token, day), counts);
  }
  await deleteAll(context, rows);
  await deletePendingResidue(table, life.token);
}

async function rowsOf({ table }: Context, { id, generation }: Alias): Promise<Recorded[]> {
  const rows = await readAllRecorded(table, id);
  return rows.filter((row) => row.generation <= generation);
}

async function deleteAll({ table }: Context, rows: Recorded[]): Promise<void> {
  const rest = rows.values();
  const work = async () => {
    for (const row of rest) await deleteRecorded(table, row);
  };
  await allDone(Array.from({ length: AT_ONCE }, work));
}
