import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openTurns } from '../../shared/actions/sending/slots.ts';
import { TestClock } from '../test-clock.ts';

const clock = new TestClock();
const now = () => clock.now().machine;
const slotsFrom = (from: number) => Array.from({ length: 20 }, (_, n) => from + n * 20);

it('a worker that was held up does not send all that it missed at once', async () => {
  const slots = slotsFrom(now() - 2_000);
  const turn = openTurns({ clock, sleep: (ms) => wait(ms) });
  const from = now();
  for (const at of slots) await turn(at, slots);
  // Twenty mails at fifty a second are 19 gaps of 20 ms; a hundred ms of them may be made up for.
  expect(now() - from).toBeGreaterThanOrEqual(19 * 20 * 0.97 - 100);
});

it('no slot is used before its time', async () => {
  const slots = slotsFrom(now() + 50);
  const turn = openTurns({ clock, sleep: (ms) => wait(ms) });
  for (const at of slots) {
    await turn(at, slots);
    expect(now()).toBeGreaterThanOrEqual(at);
  }
});
