import type { Lane } from '../../domain/lead/lead.ts';
import { NURTURE_SHARE_OF_QUOTA } from '../../domain/sending/quota.ts';
import { type DueEntry, type DuePosition, isReadOut, readDue, readUpTo } from '../../store/due.ts';
import { dueShards } from '../../store/keys.ts';
import { slowedUntilAfterThrottle } from '../../store/rate.ts';
import { pauseUnlessPaused, readControl, type SendingControl, setControl } from '../../store/sending.ts';
import { type Visit, visitLead } from '../lead/visit-lead.ts';
import { writeSends } from './count-sends.ts';
import { LONGEST_CALL } from './lease.ts';
import type { SendingContext } from './sending-context.ts';
import { openTurns, rateOf, takeSlots } from './slots.ts';

/** Sends that may be open at once in one worker. */
const MOST_IN_FLIGHT = 48;
/** A lead just visited is not picked up again from an index that lags, machine ms. */
const REST = 1_500;
/** While mails fill every round, chores are looked for only now and then. */
const ROUNDS_WITHOUT_CHORES = 4;
/** SES is asked about the account at most this often, machine ms. */
const ACCOUNT_FRESH_FOR = 60_000;

/** A lane that is read out is begun again this soon while mails are on their way, machine ms. */
const BEGIN_AGAIN_AFTER = 5_000;
/** What is overdue by so much was left by the sender whose it is, programme ms. */
const LATE = 120_000;
/** What somebody asked for so long ago is taken by any sender: the one whose it is may be through, programme ms. */
const ASKED_LONG_AGO = 1_000;
/** The next round of slots is prepared when those of this one end within this, machine ms. */
const AT_HAND = 150;

type Round =
  | { ends: Sweep['stopped'] }
  | { control: SendingControl; chores: DueEntry[]; mails: DueEntry[]; slots: number[] };

/** What one sweep did. */
export interface Sweep {
  visited: number;
  sent: number;
  /** `quota`: nothing else was due, and nurture waits for tomorrow's quota; `nurture paused`: for a person. */
  stopped: 'nothing due' | 'out of time' | 'paused' | 'nurture paused' | 'refused' | 'quota';
}

/**
 * All that is due, in the account's rate: what leads asked for before nurture before chores, the oldest
 * first, until nothing is left or the time is up. Whether sending is paused is asked on every round.
 */
export async function sendDue(context: SendingContext): Promise<Sweep> {
  const sweep: Sweep = { visited: 0, sent: 0, stopped: 'nothing due' };
  const queue = new DueQueue(context);
  const inFlight = new Set<Promise<void>>();
  let halted: Sweep['stopped'] | undefined;
  const turn = openTurns(context);
  await refreshAccount(context);

  const visit = async (entry: DueEntry) => {
    const mails = entry.lane < 2;
    const result = await visitLead(context, entry.leadId, {
      isSweep: true,
      mails,
      nurture: queue.nurtureAllowed,
    });
    sweep.visited += 1;
    if (result.outcome === 'sent') sweep.sent += 1;
    queue.rest(entry, result);
    halted = (await heed(context, result)) ?? halted;
  };
  const start = (entry: DueEntry) => {
    const running: Promise<void> = visit(entry)
      .catch((error: unknown) => {
        context.log.error('A visit failed; the sweep comes back to it.', {
          lead: entry.leadId,
          error: nameOf(error),
        });
        queue.rest(entry, { outcome: 'left' });
      })
      .finally(() => inFlight.delete(running));
    inFlight.add(running);
  };

  /** Who is next, and when: on what holds now. Slots are reserved no further ahead than a stop may take. */
  const prepare = async (isAhead = false): Promise<Round> => {
    const left = context.deadline - LONGEST_CALL - 3_000 - context.clock.now().machine;
    if (left <= 0) return { ends: 'out of time' };
    const control = await readControl(context.table);
    const batch = await queue.next(control, sweep.sent, isAhead || inFlight.size > 0);
    const [mails, chores] = [batch.filter((e) => e.lane < 2), batch.filter((e) => e.lane === 2)];
    // None for later than that: the next sender is awake by then, and would go for the same leads.
    const most = Math.max(1, Math.floor((left / 1_000) * rateOf(control)));
    const slots = mails.length > 0 ? await takeSlots(context, Math.min(mails.length, most), control) : [];
    queue.putBack(mails.slice(slots.length));
    return { control, chores, mails, slots };
  };

  let prepared: Promise<Round> | undefined;
  try {
    while (!halted) {
      const round = await (prepared ?? prepare());
      prepared = undefined;
      if ('ends' in round) {
        sweep.stopped = round.ends;
        break;
      }
      const { control, chores, mails, slots } = round;
      if (mails.length + chores.length === 0) {
        if (inFlight.size > 0) await Promise.race(inFlight);
        else if (mustWait(control, sweep.sent) || (!queue.isOwed && !queue.turnsToOthers())) {
          sweep.stopped = whyStopped(control, queue.nurtureAllowed);
          break;
        }
        continue;
      }
      for (const chore of chores) {
        while (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
        start(chore);
      }
      if (mails.length > 0 && slots.length === 0) await context.sleep(200);
      for (const [i, at] of slots.entries()) {
        const entry = mails[i];
        if (!entry || halted) break;
        // The next round is at hand when the last slot of this one is used: no time is lost between them.
        if (!prepared && (slots.at(-1) ?? at) - at <= AT_HAND) {
          prepared = prepare(true);
          prepared.catch(() => {}); // thrown where it is waited for
        }
        await turn(at, slots);
        while (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
        start(entry);
      }
    }
  } finally {
    // Also when no round could be made: a mail on its way is seen through.
    await Promise.allSettled([...inFlight, prepared]);
  }
  await writeSends(context);
  return { ...sweep, stopped: halted ?? sweep.stopped };
}

/** What an answer of SES means for everyone who sends. */
export async function heed(context: SendingContext, result: Visit): Promise<'refused' | undefined> {
  if (result.outcome !== 'refused') return undefined;
  if (result.kind === 'throttled') {
    await setControl(context.table, 'slowedUntil', slowedUntilAfterThrottle(context.clock.now().machine));
    return undefined;
  }
  if (result.kind === 'paused') await pauseForSes(context);
  return result.kind === 'config' || result.kind === 'content' ? undefined : 'refused';
}

/** SES has stopped the account: someone must see why before nurture goes on. What leads ask for is tried again. */
async function pauseForSes(context: SendingContext): Promise<void> {
  const reason = 'SES has paused sending for this account or configuration set.';
  const since = context.clock.now().programme;
  if (!(await pauseUnlessPaused(context.table, { by: 'ses', reason, since }))) return;
  context.metrics.count('BreakerOpened');
  context.log.error('Nurture is paused: SES has paused the account.', {});
}

/** Asks SES for the rate and the quota, and leaves them where every sender finds them. */
async function refreshAccount(context: SendingContext): Promise<void> {
  const { account } = await readControl(context.table);
  const asOf = context.clock.now().machine;
  if (account && Math.abs(asOf - account.asOf) < ACCOUNT_FRESH_FOR) return;
  try {
    const { maxSendRate, max24Hour, sentLast24Hours, sendingEnabled } = await context.mailer.account();
    if (!sendingEnabled) await pauseForSes(context);
    await setControl(context.table, 'account', { maxSendRate, max24Hour, sentLast24Hours, asOf });
  } catch (error) {
    context.log.warn('SES did not describe the account; the last known rate stands.', {
      error: nameOf(error),
    });
  }
}

function whyStopped({ paused, nurturePaused }: SendingControl, nurtureAllowed: boolean): Sweep['stopped'] {
  if (paused) return 'paused';
  if (nurturePaused) return 'nurture paused';
  return nurtureAllowed ? 'nothing due' : 'quota';
}

/** Is nurture not paused, and is there room for it in the day's quota? `sentHere`: since SES was asked. */
export function mayNurture({ nurturePaused, account }: SendingControl, sentHere: number): boolean {
  if (nurturePaused) return false;
  return !account || !isSentOf(account, sentHere, NURTURE_SHARE_OF_QUOTA);
}

/** No mail leaves: all is paused, or the day's quota is gone. Nobody asks SES in vain, and who waits keeps the order. */
const mustWait = ({ paused, account }: SendingControl, sentHere: number): boolean =>
  paused !== undefined || (account !== undefined && isSentOf(account, sentHere, 1));

/** An account without a limit has the quota -1. */
const isSentOf = (
  { max24Hour, sentLast24Hours }: NonNullable<SendingControl['account']>,
  sentHere: number,
  share: number,
): boolean => max24Hour > 0 && sentLast24Hours + sentHere >= max24Hour * share;

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown');

/**
 * The due index as one queue: lane 0 from its start on every round, so that a confirmation overtakes;
 * lanes 1 and 2 from where the round before stopped, so that a backlog is read once.
 */
class DueQueue {
  readonly #context: SendingContext;
  readonly #resting = new Map<string, number>();
  readonly #positions: Record<1 | 2, DuePosition | undefined> = { 1: undefined, 2: undefined };
  readonly #readOutAt: Record<1 | 2, number> = { 1: 0, 2: 0 };
  #waiting: DueEntry[] = [];
  /** Of lane 1 all that was due by then is read, in whatever shard it stands (programme ms). */
  #readUpTo = Number.POSITIVE_INFINITY;
  #rounds = 0;
  /** Nothing of its own is left, and it looks for what the other senders should have come to long ago. */
  #helps = false;
  /** Otherwise the rest of the day's quota is left to what leads ask for. */
  nurtureAllowed = true;

  constructor(context: SendingContext) {
    this.#context = context;
  }

  /** `isBusy`: mails are on their way, whose entries have not moved yet. */
  async next(control: SendingControl, sentHere: number, isBusy: boolean): Promise<DueEntry[]> {
    const most = Math.max(2, Math.ceil((control.account?.maxSendRate ?? 1) * 2));
    if (mustWait(control, sentHere)) {
      this.nurtureAllowed = false;
      return this.#readChores(most, isBusy);
    }
    const urgent = await this.#readUrgent(most);
    const nurtureAllowed = mayNurture(control, sentHere);
    this.nurtureAllowed = nurtureAllowed;
    const wanted = most - urgent.length;
    if (nurtureAllowed && this.#inTurn(nurtureAllowed).length < wanted) {
      this.#waiting.push(...(await this.#readOn(1, most, isBusy)));
      this.#waiting.sort((a, b) => a.lane - b.lane || a.at - b.at);
    }
    const batch = [...urgent, ...this.#inTurn(nurtureAllowed)];
    const taken = new Set(batch);
    this.#waiting = this.#waiting.filter((e) => !taken.has(e));
    const now = this.#context.clock.now().machine;
    if (batch.some((e) => e.lane === 1)) this.#readOutAt[1] = now;
    // Chores take no slots; a backlog of mails does not keep verdicts on clicks from being given.
    const withChores = batch.length < most || this.#rounds++ % ROUNDS_WITHOUT_CHORES === 0;
    const next = batch.slice(0, most);
    if (withChores) next.push(...(await this.#readChores(most, isBusy)));
    for (const entry of next) this.#resting.set(entry.leadId, Number.POSITIVE_INFINITY);
    this.#waiting.push(...batch.slice(most));
    for (const [lead, until] of this.#resting) if (until < now) this.#resting.delete(lead);
    return next;
  }

  /** Of those that wait, who surely is next: nobody due before them may still be unread in another shard. */
  #inTurn(nurtureAllowed: boolean): DueEntry[] {
    const allowed = this.#waiting.filter((e) => nurtureAllowed || e.lane !== 1);
    const sure = allowed.filter((e) => e.lane !== 1 || e.at <= this.#readUpTo);
    return sure.length > 0 ? sure : allowed;
  }

  /** Erasures, verdicts and stages go on whatever is paused. */
  async #readChores(most: number, isBusy: boolean): Promise<DueEntry[]> {
    const chores = await this.#readOn(2, most, isBusy);
    for (const { leadId } of chores) this.#resting.set(leadId, Number.POSITIVE_INFINITY);
    return chores;
  }

  /** Not reached in this round: first in the next. */
  putBack(entries: DueEntry[]): void {
    this.#waiting.unshift(...entries.filter((e) => e.lane > 0));
    for (const entry of entries) if (entry.lane === 0) this.#resting.delete(entry.leadId);
  }

  /** After a visit: a lead that is owed another mail is looked at again at once, whatever the index says yet. */
  rest(entry: DueEntry, result: Visit): void {
    if (result.outcome === 'sent' && result.more) this.#waiting.unshift({ ...entry, lane: 0 });
    else this.#resting.set(entry.leadId, this.#context.clock.now().machine + REST);
  }

  /** Was somebody put back while the index was read? */
  get isOwed(): boolean {
    return this.#waiting.some((entry) => entry.lane === 0);
  }

  /** Has it just turned to what the other senders left? Each does once, when its own is done. */
  turnsToOthers(): boolean {
    if (this.#helps || this.#context.worker.of === 1) return false;
    this.#helps = true;
    this.#positions[1] = undefined;
    this.#positions[2] = undefined;
    return true;
  }

  async #readUrgent(limit: number): Promise<DueEntry[]> {
    const own = await this.#read(0, limit);
    const { clock, worker } = this.#context;
    if (worker.of === 1 || own.length >= limit) return own;
    const others = dueShards(0).filter((_, n) => n % worker.of !== worker.number);
    return [...own, ...(await this.#readShards(0, limit, others, clock.now().programme - ASKED_LONG_AGO))];
  }

  /** A lane that is read out is begun again when what was read has moved; at the latest after a while. */
  async #readOn(lane: 1 | 2, limit: number, isBusy: boolean): Promise<DueEntry[]> {
    const from = this.#positions[lane];
    if (!from || !isReadOut(from)) return this.#read(lane, limit, from);
    // What the other senders left is looked through once: they may be at it, and the next sweep comes soon.
    if (this.#helps) return [];
    const isEarly = this.#context.clock.now().machine < this.#readOutAt[lane] + BEGIN_AGAIN_AFTER;
    return isBusy && isEarly ? [] : this.#read(lane, limit);
  }

  async #read(lane: Lane, limit: number, from?: DuePosition): Promise<DueEntry[]> {
    const { clock, worker } = this.#context;
    const until = clock.now().programme;
    // Of several senders each has shards of its own, so that no two go for the same lead.
    const helps = this.#helps && lane > 0;
    const shards = dueShards(lane).filter((_, n) => helps || n % worker.of === worker.number);
    return this.#readShards(lane, limit, shards, helps ? until - LATE : until, from);
  }

  async #readShards(
    lane: Lane,
    limit: number,
    shards: string[],
    until: number,
    from?: DuePosition,
  ): Promise<DueEntry[]> {
    // Past sends in flight: a few stuck heads never hide fresh leads.
    const waiting = new Set(this.#waiting.map((e) => e.leadId));
    const isKnown = (leadId: string) => this.#resting.has(leadId) || waiting.has(leadId);
    const { clock, table } = this.#context;
    const { entries, next } = await readDue(table, lane, until, limit, { from, isKnown, shards });
    if (lane !== 0) {
      this.#positions[lane] = next;
      if (lane === 1) this.#readUpTo = readUpTo(next);
      if (isReadOut(next)) this.#readOutAt[lane] = clock.now().machine;
    }
    return entries;
  }
}
