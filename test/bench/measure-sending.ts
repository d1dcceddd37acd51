import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalStack } from '../../infra/local/stack.ts';
import { dueLeads } from './campaign.ts';
import type { Machine } from './machine.ts';
import { forSending, perOne, type Tally, tally } from './tally.ts';

/** How the account's rate was used while mails were due. */
export interface SendingFigures {
  /** Of the account, mails a second. */
  rate: number;
  seconds: number;
  sent: number;
  perSecond: number;
  /** Share of the rate, over the whole time. */
  share: number;
  /** The same between the first and the last mail of the first sweep. */
  shareInSweep: number;
  sweepSeconds: number;
  throttled: number;
  /** What the sender asked of DynamoDB for one mail. */
  sender: Tally;
}

/**
 * Has more mails due than `seconds` at `rate` can take, and wakes the sender as the schedule does: at the
 * start and with every minute.
 */
export async function measureSending(
  machine: Machine,
  rate: number,
  seconds: number,
): Promise<SendingFigures> {
  const { stack } = machine;
  const from = stack.ses.calls.length;
  await machine.load(dueLeads(machine, Math.ceil(rate * seconds * 1.05)));
  const firstSweep = stack.sweepNow().catch(() => {}); // what it did not reach is found in the figures
  const start = await Promise.race([
    firstCall(stack, from),
    firstSweep.then(() => stack.ses.calls[from]?.at),
  ]);
  if (start === undefined) throw new Error('The sweep ended and no mail had left.');
  const minutes = minutesWithin(seconds).map((at) =>
    setTimeout(() => void stack.sweepNow().catch(() => {}), at),
  );
  const ended = firstSweep.then(() => Date.now());
  await sleep(start + seconds * 1_000 - Date.now());
  for (const timer of minutes) clearTimeout(timer);

  const calls = stack.ses.calls.slice(from);
  const { requests } = machine.peek();
  const inTime = calls.filter((call) => call.accepted && call.at < start + seconds * 1_000);
  const sweepEnd = await Promise.race([ended, start + seconds * 1_000]);
  const inSweep = inTime.filter((call) => call.at <= sweepEnd);
  const sweepSeconds = ((inSweep.at(-1)?.at ?? start) - start) / 1_000;
  return {
    ...{ rate, seconds, sent: inTime.length, sweepSeconds },
    perSecond: inTime.length / seconds,
    share: inTime.length / seconds / rate,
    shareInSweep: sweepSeconds > 0 ? (inSweep.length - 1) / sweepSeconds / rate : 0,
    sender: perOne(tally(forSending(requests)), inTime.length),
    throttled: calls.filter((call) => call.answer === 'TooManyRequestsException').length,
  };
}

/** Full minutes before the end, ms. */
const minutesWithin = (seconds: number): number[] =>
  Array.from({ length: Math.ceil(seconds / 60) - 1 }, (_, n) => (n + 1) * 60_000);

/** When SES was first called; undefined after a minute without a call. */
async function firstCall({ ses }: LocalStack, from: number): Promise<number | undefined> {
  for (let tries = 0; tries < 12_000; tries++) {
    const call = ses.calls[from];
    if (call) return call.at;
    await sleep(5, undefined, { ref: false });
  }
  return undefined;
}
