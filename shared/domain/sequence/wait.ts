import { addLocal, subtractLocal } from '../time/local-time.ts';
import { addBusinessDays, addInWindow, nextInWindow } from '../time/local-window.ts';
import type { SendWindow } from '../time/send-window.ts';
import type { Sequence } from './sequence.ts';
import type { WaitStep } from './step.ts';

/** When a wait that begins at `from` is over, in the lead's zone; ms. */
export function waitEnd(from: number, wait: WaitStep, timeZone: string): number {
  let at = wait.for === undefined ? from : addLocal(from, wait.for, timeZone);
  if (wait.businessDays !== undefined) at = addBusinessDays(at, wait.businessDays, timeZone);
  return wait.until ? nextInWindow(at, wait.until, timeZone) : at;
}

/** When a wait began that is over at `end`; undefined where windows and working days do not tell. */
export function waitBegan(end: number, wait: WaitStep, timeZone: string): number | undefined {
  if (wait.for === undefined || wait.until || wait.businessDays !== undefined) return undefined;
  return subtractLocal(end, wait.for, timeZone);
}

/** The hours in which the mail of a step may leave: of the wait before it, or of the sequence. */
export function windowFor({ steps, window }: Sequence, step: number): SendWindow | undefined {
  const before = steps[step - 1];
  return before?.type === 'wait' && before.until?.to !== undefined ? before.until : window;
}

/**
 * When the mail of a step leaves that may do so from `from` on, so much behind the first of many (`offset`, ms of
 * open hours): a window that opens for all of them at once does not bring all of them at once.
 */
export function mailTurn(
  sequence: Sequence,
  step: number,
  from: number,
  offset: number,
  timeZone: string,
): number {
  const before = sequence.steps[step - 1];
  const until = before?.type === 'wait' ? before.until : undefined;
  // A wait for a time of day has no hours of its own: it holds anew, and then those of the sequence.
  const at = until && until.to === undefined ? nextInWindow(from, until, timeZone) : from;
  const window = windowFor(sequence, step);
  return window ? addInWindow(at, offset, window, timeZone) : at + offset;
}
