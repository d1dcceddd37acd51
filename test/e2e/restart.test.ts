import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { builtBundles } from '../bundles.ts';
import { confirm, signUp, subjects, subjectsTo } from './lead.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'kweek-restart-'));
const people = Array.from({ length: 12 }, (_, i) => `reader${i}@voorbeeld.example`);
const day = 86_400_000;
const lease = 16 * 60_000; // and a minute more

let stack: LocalStack | undefined;
const start = async () => {
  stack = await startLocal({ dataDir, bundles: await builtBundles(), config: demoConfigFor, sweep: false });
  return stack;
};
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** How many of a mail each person has. */
const counts = (one: LocalStack, subject: string) =>
  people.map((email) => subjectsTo(one, email).filter((found) => found === subject).length);
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const once = people.map(() => 1);

/** Works off all that is due: what the stream's reader finds no slot for is the sweep's. */
async function work(one: LocalStack): Promise<void> {
  await one.settle();
  await one.sweepNow();
  await one.settle();
}

it('sends each mail once when it ends in the midst of sending and is started again', {
  timeout: 120_000,
}, async () => {
  const first = await start();
  await first.sweepNow(); // asks SES for the account's rate
  await Promise.all(people.map((email) => signUp(first, email)));
  await work(first);
  await Promise.all(people.map((email) => confirm(first, email)));
  await work(first);
  await first.sweepNow();
  expect(counts(first, subjects.awareness1)).toEqual(once);

  first.clock.advance({ programme: 2 * day });
  const sweep = first.sweepNow().catch(() => 'crashed');
  while (sum(counts(first, subjects.awareness2)) < 5) await sleep(5);
  await first.kill('nurture-send'); // in the middle of its work
  await sweep;
  await first.stop();
  expect(sum(counts(first, subjects.awareness2))).toBeLessThan(people.length);

  const second = await start();
  await work(second);
  // Whoever was claimed and not sent is looked after when the claim's lease is over.
  second.clock.advance({ machine: lease, programme: lease });
  await work(second);
  expect(counts(second, subjects.awareness2)).toEqual(once);
  expect(counts(second, subjects.awareness1)).toEqual(once);
});
