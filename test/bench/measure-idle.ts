import type { Machine } from './machine.ts';
import { perOne, type Tally, tally } from './tally.ts';

/** What a minute costs in which nothing is due. */
export interface IdleFigures {
  sweeps: number;
  perMinute: Tally;
  /** Invocations a minute, of all functions. */
  invocations: number;
}

const SWEEPS = 5;

/** Sweeps as often as the schedule does in five minutes; the machine's clock moves on by one between them. */
export async function measureIdle(machine: Machine): Promise<IdleFigures> {
  const { stack } = machine;
  await stack.sweepNow();
  await machine.take();
  for (let n = 0; n < SWEEPS; n++) {
    stack.clock.advance({ machine: 60_000 });
    await stack.sweepNow();
  }
  const { requests, invocations } = await machine.take();
  return {
    sweeps: SWEEPS,
    perMinute: perOne(tally(requests), SWEEPS),
    invocations: invocations.length / SWEEPS,
  };
}
