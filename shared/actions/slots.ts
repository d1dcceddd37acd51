import { setTimeout as sleep } from 'node:timers/promises';
import { reserveSlots } from '../store/rate.ts';
import type { SendingControl } from '../store/sending.ts';
import type { Context } from './context.ts';

/** What we assume of the account until SES has told us, per second: the sandbox's rate. */
const UNTOLD_RATE = 1;

/** Reserves up to `wanted` sending slots; the times at which each may be used (machine ms). */
export async function takeSlots(
  context: Context,
  wanted: number,
  control: SendingControl,
): Promise<number[]> {
  const slots = await reserveSlots(
    context.table,
    wanted,
    control.account?.maxSendRate ?? UNTOLD_RATE,
    context.clock.now().machine,
    control.slowedUntil,
  );
  return Array.from({ length: slots.count }, (_, i) => slots.from + i * slots.interval);
}

/** Waits for a machine time, in steps: locally the clock may be moved meanwhile. */
export async function waitUntil(context: Context, at: number): Promise<void> {
  for (let left = at - context.clock.now().machine; left > 0; left = at - context.clock.now().machine) {
    await sleep(Math.min(left, 250));
  }
}
