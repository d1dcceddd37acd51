import { setTimeout as sleep } from 'node:timers/promises';
import { decide } from '../../domain/decide.ts';
import { KweekError } from '../../domain/kweek-error.ts';
import { type Lead, MOST_ALIASES } from '../../domain/lead/lead.ts';
import { type MergeNote, mergeSummary } from '../../domain/lead/merge-summary.ts';
import { saveMove } from '../../store/move-lead.ts';
import type { Context } from '../context.ts';
import { findPerson } from './change-lead.ts';
import { isLeadId } from './lead-id.ts';

const MOST_TRIES = 10;
/** As many mails of one lead may be on their way. */
const MOST_OPEN = 4;

export interface MoveOptions {
  by: string;
  dryRun?: boolean;
  /** As a dry run told it: the versions that were looked at. */
  ifMatch?: string | undefined;
}

export interface Merged {
  status: 'merged' | 'would_merge' | 'already_merged';
  lead: Lead;
  notes: MergeNote[];
  /** Of the versions that this was decided on. */
  tag: string;
}

/**
 * Two leads are one person: all that `leadId` is goes into `intoId`, and its id leads there from then on. Both are
 * written or neither. Again it changes nothing. Throws `not_found`, `invalid`, `conflict`, `precondition_failed`.
 */
export async function mergeLead(
  context: Context,
  leadId: string,
  intoId: string,
  { by, dryRun = false, ifMatch }: MoveOptions,
): Promise<Merged> {
  if (leadId === intoId) throw badTarget('A lead cannot be merged into itself.');
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const [from, into] = await Promise.all([leadId, intoId].map((id) => findLiving(context, id)));
    if (!from) throw new KweekError('not_found', 'There is no such lead, or not any more.');
    if (!into) throw badTarget('There is no such lead, or not any more.');
    const tag = `v${from.version}x${into.version}`;
    if (from.id === into.id) return { status: 'already_merged', lead: into, notes: [], tag };
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== tag)
      throw new KweekError('precondition_failed', 'One of the two has changed since: look again.');
    checkMerge(from, into);
    const rules = await context.rules.forLead({
      ...into,
      enrollments: [...into.enrollments, ...from.enrollments],
      requests: [...into.requests, ...from.requests],
    });
    const now = context.clock.now();
    const kept = decide(into, { type: 'lead.merged', at: now.programme, from, by }, rules, now);
    const notes = mergeSummary(into, from, kept);
    if (dryRun) return { status: 'would_merge', lead: kept, notes, tag };
    const to = { id: kept.id, generation: kept.generation };
    const left = decide(from, { type: 'lead.moved', to }, rules, now);
    if (await saveMove(context.table, kept, left)) return { status: 'merged', lead: kept, notes, tag };
    await sleep(Math.random() * 20 * tries);
  }
  throw new KweekError('contended', 'Too many changes of these leads at once; try again.');
}

const badTarget = (detail: string) =>
  new KweekError('invalid', 'These cannot be merged.', [{ pointer: '/into', detail }]);

/** Who is behind an id now; undefined when nobody is. */
export async function findLiving(context: Context, leadId: string): Promise<Lead | undefined> {
  if (!isLeadId(leadId)) return undefined;
  const found = await findPerson(context, leadId, true);
  return found?.lead.mailability === 'erased' ? undefined : found?.lead;
}

function checkMerge(from: Lead, into: Lead): void {
  if (from.openSends.length + into.openSends.length > MOST_OPEN)
    throw new KweekError(
      'conflict',
      'Too many mails are on their way to these two: try again in a quarter of an hour.',
    );
  if ([from, into].every(({ deal }) => deal?.status === 'open'))
    throw new KweekError(
      'conflict',
      'Both have an open deal, and a lead has one at a time: close one first.',
    );
  checkAliases((from.aliases?.length ?? 0) + (into.aliases?.length ?? 0) + 1);
}

/** Throws `conflict` when a lead would have had too many ids. */
export function checkAliases(count: number): void {
  if (count > MOST_ALIASES)
    throw new KweekError('conflict', `A lead remembers at most ${MOST_ALIASES} addresses of before.`);
}
