import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { freePort } from '../../infra/local/listen.ts';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { builtBundles } from '../bundles.ts';
import { quarter } from './tour/chapters/quarter.ts';
import { openKweek } from './tour/kweek.ts';
import { type Check, takeTour } from './tour/tour.ts';
import { tours } from './tour/tours.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocal({ bundles: await builtBundles(), config: demoConfigFor });
});
afterAll(() => stack?.stop());

const options = () => ({
  kweek: openKweek(stack.url, stack.adminKey),
  mailUrl: stack.mailUrl,
  hurry: true,
  settle: () => stack.settle(),
});

describe('the tour', () => {
  let seen: Check[] = [];

  it('sees what it expects, from the first signup to ten days of silence', { timeout: 120_000 }, async () => {
    seen = await takeTour(tours.main?.chapters ?? [], options());
    expect(seen.filter(({ holds }) => !holds)).toEqual([]);
    expect(seen.length).toBeGreaterThan(120);
  });

  it('leaves the programme as it found it, and no event of SES unhandled', async () => {
    const { templates } = await options().kweek.programme();
    expect(templates).toEqual(JSON.parse(JSON.stringify(demoConfigFor(stack.url).templates)));
    expect(stack.ses.events.dead).toEqual([]);
  });

  it('configures everything over HTTP, and puts it back', { timeout: 120_000 }, async () => {
    const checks = await takeTour(tours.configure?.chapters ?? [], options());
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks.length).toBeGreaterThan(30);
  });

  it('sees what it expects of delivery', { timeout: 120_000 }, async () => {
    const checks = await takeTour(tours.delivery?.chapters ?? [], options());
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks.length).toBeGreaterThan(26);
  });

  it('sees what it expects of the funnel, of three of its weeks', { timeout: 120_000 }, async () => {
    const weeks = quarter([
      ['won', 4_000],
      ['rejected', 0],
      ['won', 5_500],
    ]);
    const checks = await takeTour([weeks, ...(tours.funnel?.chapters.slice(1) ?? [])], options());
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks.length).toBeGreaterThan(15);
  });

  it('notes a difference, and a chapter that cannot go on', async () => {
    const checks = await takeTour(
      [
        { title: 'One', story: '', walk: async ({ check }) => check('a sum', '3', '4') },
        { title: 'Two', story: '', walk: () => Promise.reject(new Error('no mail')) },
      ],
      options(),
    );
    expect(checks.map(({ seen, holds }) => [seen, holds])).toEqual([
      ['4', false],
      ['no mail', false],
    ]);
  });
});

describe('npm run tour', () => {
  it('says how to start a machine when there is none', async () => {
    const { code, said } = await run({ KWEEK_URL: `http://localhost:${await freePort()}` });
    expect([code, said]).toEqual([1, expect.stringContaining('npm start -- --fresh --day 20s')]);
  });

  it('names the tours that there are, when another is asked for', async () => {
    const { code, said } = await run({}, 'nowhere');
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/no such tour.+npm run tour.+main .+the main job/s),
    ]);
  });

  it('does not wait for days of 24 hours', async () => {
    const { code, said } = await run({ KWEEK_URL: stack.url, KWEEK_MAIL_URL: stack.mailUrl });
    expect([code, said]).toEqual([1, expect.stringMatching(/24 h.+13 of them.+--day 20s.+--hurry/s)]);
  });

  it('names a key that does not fit', async () => {
    const env = { KWEEK_URL: stack.url, KWEEK_MAIL_URL: stack.mailUrl, KWEEK_ADMIN_KEY: 'sk_other' };
    const { code, said } = await run(env);
    expect([code, said]).toEqual([1, expect.stringContaining('KWEEK_ADMIN_KEY')]);
  });
});

async function run(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/e2e/tour.ts', ...args], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { PATH: process.env.PATH, ...env },
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (data) => (said += data));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, said };
}
