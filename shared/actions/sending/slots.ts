import { reserveSlots, SHARE } from '../../store/rate.ts';
import type { SendingControl } from '../../store/sending.ts';
import type { Context } from '../context.ts';
import type { SendingContext } from './sending-context.ts';

type Timed = Pick<SendingContext, 'clock' | 'sleep'>;

/** What we assume of the account until SES has told us, per second: the sandbox's rate. */
const UNTOLD_RATE = 1;

/** Mails a second of the account, as far as SES has told. */
export const rateOf = ({ account }: SendingControl): number => account?.maxSendRate ?? UNTOLD_RATE;

/** Reserves up to `wanted` sending slots; the times at which each may be used (machine ms). */
export async function takeSlots(
  context: Context,
  wanted: number,
  control: SendingControl,
): Promise<number[]> {
  const slots = await reserveSlots(
    context.table,
    wanted,
    rateOf(control),
    context.clock.now().machine,
    control.slowedUntil,
  );
  return Array.from({ length: slots.count }, (_, i) => slots.from + i * slots.interval);
}

/** So much of what it missed (ms) a worker makes up for at once; SES counts second by second. */
const SLACK = 100;

/**
 * Lets a worker wait for one of its slots. One that was held up (a slow answer, a starved processor) finds many
 * slots past: it goes on at the account's rate from there and does not use them all at once.
 */
export function openTurns(context: Timed): (at: number, slots: readonly number[]) => Promise<void> {
  let free = 0;
  return async (at, [first = 0, second = first]) => {
    await waitUntil(context, Math.max(at, free));
    // Slots lie a little further apart than the account's rate asks.
    free = Math.max(free, context.clock.now().machine - SLACK) + (second - first) * SHARE;
  };
}

/** Waits for a machine time, in steps: locally the clock may be moved meanwhile. */
export async function waitUntil(context: Timed, at: number): Promise<void> {
  for (let left = at - context.clock.now().machine; left > 0; left = at - context.clock.now().machine) {
    await context.sleep(Math.min(left, 250));
  }
}
