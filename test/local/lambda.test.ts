import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { type LocalFunction, openFunction } from '../../infra/local/lambda.ts';
import { makeBundles } from './bundles.ts';

const bundles = makeBundles();
afterAll(bundles.remove);

const opened: LocalFunction[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.stop()));
});

const lines: string[] = [];
function open(code: string, options: { size?: number; timeoutMs?: number } = {}): LocalFunction {
  bundles.write('capture', code);
  const one = openFunction({
    name: 'capture',
    bundle: join(bundles.folder, 'capture', 'index.mjs'),
    env: { COLOUR: 'red' },
    size: 1,
    timeoutMs: 5_000,
    memoryMb: 128,
    log: (line) => lines.push(line),
    ...options,
  });
  opened.push(one);
  return one;
}

it('sees its own environment and nothing of ours', async () => {
  const one = open(`export const handler = async () => [process.env.COLOUR, process.env.PATH ?? null];`);
  expect(await one.invoke({})).toEqual(['red', null]);
});

it('hears of a changed variable while it lives', async () => {
  const one = open(`export const handler = async () => process.env.COLOUR;`);
  await one.invoke({});
  one.setEnv({ COLOUR: 'blue' });
  expect(await one.invoke({})).toBe('blue');
  await one.kill();
  expect(await one.invoke({})).toBe('blue');
});

it('keeps its sandbox between events and handles one at a time', async () => {
  const one = open(`
    let count = 0; let inside = 0;
    export const handler = async () => {
      if (++inside > 1) throw new Error('two at once');
      await new Promise((done) => setTimeout(done, 5));
      inside--;
      return ++count;
    };`);
  expect(await Promise.all([1, 2, 3].map(() => one.invoke({})))).toEqual([1, 2, 3]);
});

it('starts more sandboxes for events that come together, up to its size', async () => {
  const one = open(
    `import { threadId } from 'node:worker_threads';
     export const handler = async () => { await new Promise((done) => setTimeout(done, 200)); return threadId; };`,
    { size: 2 },
  );
  const threads = await Promise.all([1, 2, 3, 4].map(() => one.invoke({})));
  expect(new Set(threads).size).toBe(2);
});

it('says what a function threw, and goes on', async () => {
  const one = open(`
    export const handler = async ({ bad }) => { if (bad) throw new RangeError('too far'); console.log('fine'); return 1; };`);
  await expect(one.invoke({ bad: true })).rejects.toMatchObject({ type: 'RangeError', message: 'too far' });
  expect(await one.invoke({})).toBe(1);
  expect(lines.join('\n')).toMatch(/ERROR RangeError.*too far/s);
});

it('loses its sandbox when it exceeds its time-out', async () => {
  const one = open(
    `let count = 0;
     export const handler = ({ hang }) => (hang ? new Promise(() => {}) : Promise.resolve(++count));`,
    { timeoutMs: 300 },
  );
  expect(await one.invoke({})).toBe(1);
  await expect(one.invoke({ hang: true })).rejects.toThrow('Task timed out after 0.30 seconds');
  expect(await one.invoke({})).toBe(1);
});

it('is cold again after a crash in the middle of its work', async () => {
  const one = open(`
    let count = 0;
    export const handler = ({ hang }) => (hang ? new Promise(() => {}) : Promise.resolve(++count));`);
  await one.invoke({});
  const working = one.invoke({ hang: true });
  const waiting = one.invoke({});
  await Promise.all([expect(working).rejects.toThrow(), one.kill()]);
  expect(await waiting).toBe(1);
});

it('survives a function that ends its process', async () => {
  const one = open(`export const handler = async ({ end }) => { if (end) process.exit(3); return 1; };`);
  await expect(one.invoke({ end: true })).rejects.toMatchObject({ type: 'Runtime.ExitError' });
  expect(await one.invoke({})).toBe(1);
});
