import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseForm, fillIn, type PublishedForm } from '../../infra/commands/smoke-form.ts';
import { runSmoke } from '../../infra/commands/smoke-run.ts';
import { freePort } from '../../infra/local/listen.ts';
import type { LocalStack } from '../../infra/local/stack.ts';
import { startDemo } from './fresh-stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startDemo();
  await stack.sweepNow(); // asks SES for the account's rate
});
afterAll(() => stack?.stop());
beforeEach(() => stack.ses.events.rule());

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `npm run smoke` as a person would call it. */
async function command(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'infra/commands/smoke.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (data) => {
      said += data;
    });
  }
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  return { code, said };
}

describe('npm run smoke', { timeout: 60_000 }, () => {
  it('sees the mails of three signups through to what became of them, and leaves no lead', async () => {
    const { code, said } = await command([stack.url], { KWEEK_ADMIN_KEY: stack.adminKey });
    expect([code, said]).toEqual([0, expect.stringContaining('All as expected.')]);
    expect(said).not.toContain('✗');
    expect(said).toMatch(/success@: its mail was +sent, delivered +sent, delivered\n/);
    expect(said).toMatch(/bounce@ is now +bounced +bounced\n/);
    expect(said).toMatch(
      /complaint@: its mail was +sent, delivered, complained +sent, delivered, complained\n/,
    );
    expect(said).toContain('3 of the 3 leads of this run erased.');
    const simulated = stack.ses.calls.flatMap(({ to }) => to);
    expect(simulated.map((address) => address.replace(/\+smoke-\w+/, '')).sort()).toEqual([
      'bounce@simulator.amazonses.com',
      'complaint@simulator.amazonses.com',
      'success@simulator.amazonses.com',
    ]);
  });

  it.each([
    ['which deployment, when none is named', [], 'npm run smoke -- https://'],
    ['that a key must not go over http', ['http://kweek.example.org'], 'https only'],
    ['where the key is to be found', ['https://kweek.example.org'], 'AdminKeyCommand'],
  ])('asks %s', async (_, args, said) => {
    expect(await command(args)).toEqual({ code: 1, said: expect.stringContaining(said) });
  });

  it('says that nothing answers, or that the key is another', async () => {
    const nowhere = `http://localhost:${await freePort()}`;
    const silent = await command([nowhere], { KWEEK_ADMIN_KEY: 'sk_a' });
    expect(silent).toEqual({ code: 1, said: expect.stringContaining('Nothing answers') });
    const refused = await command([stack.url], { KWEEK_ADMIN_KEY: 'sk_another' });
    expect(refused).toEqual({ code: 1, said: expect.stringContaining('does not take this KWEEK_ADMIN_KEY') });
  });
});

describe('a difference', () => {
  it('is shown and fails the run, once the time is up', async () => {
    stack.ses.events.rule(({ eventType }) => (eventType === 'Bounce' ? 'drop' : 'deliver'));
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const { url, adminKey } = stack;
    expect(await runSmoke({ url, adminKey, seconds: 5, say })).toBe(false);
    const wrong = lines.filter((line) => line.startsWith('✗')).map((line) => line.split(/ {2,}/));
    expect(wrong).toEqual([
      ['✗ bounce@: its mail was', 'sent, bounced', 'sent'],
      ['✗ bounce@ is now', 'bounced', 'pending_confirmation'],
    ]);
  });
});

describe('the form to sign up with', () => {
  const form = (over: Partial<PublishedForm>): PublishedForm => ({
    fields: [{ name: 'mail', type: 'email', required: true }],
    doubleOptIn: false,
    magnets: [],
    ...over,
  });

  it('is one that sends a mail at once: a confirmation, or else a magnet', () => {
    const silent = form({});
    const magnet = form({ magnets: ['guide'] });
    const confirming = form({ doubleOptIn: true });
    expect(chooseForm({ silent, magnet, confirming })).toBe('confirming');
    expect(chooseForm({ silent, magnet })).toBe('magnet');
    expect(chooseForm({ silent })).toBeUndefined();
    expect(chooseForm({ magnet, confirming }, 'magnet')).toBe('magnet');
    expect(chooseForm({ magnet, silent }, 'silent')).toBeUndefined();
  });

  it('is filled in where it must be, and consents to nothing', () => {
    const fields = [
      { name: 'mail', type: 'email', required: true },
      { name: 'company', type: 'text', required: true },
      { name: 'size', type: 'select', required: true, options: [{ value: '1-9' }, { value: '10-' }] },
      { name: 'phone', type: 'tel', required: false },
    ];
    expect(Object.fromEntries(fillIn(form({ fields }), 'success@simulator.amazonses.com'))).toEqual({
      mail: 'success@simulator.amazonses.com',
      company: 'Smoke test',
      size: '1-9',
    });
  });
});
