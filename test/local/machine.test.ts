import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { demoPages } from '../../infra/local/demo.ts';
import { startSchedule } from '../../infra/local/schedule.ts';
import { openSecrets } from '../../infra/local/secrets.ts';
import { seedConfig } from '../../infra/local/seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'kweek-machine-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the demo pages', () => {
  const pages = join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(join(pages, 'index.html'), '<p>Hello');
  writeFileSync(join(pages, 'thanks.html'), '<p>Thanks');
  for (const inner of ['nl', 'emails/en']) mkdirSync(join(pages, inner), { recursive: true });
  writeFileSync(join(pages, 'nl/index.html'), '<p>Hallo');
  writeFileSync(join(pages, 'emails/en/confirmation.html'), 'Subject: Hi');
  writeFileSync(join(pages, 'config.json'), '{}');
  writeFileSync(join(pages, 'logo.svg'), '<svg/>');
  writeFileSync(join(folder, 'secret.html'), 'no');
  const app = demoPages(pages);

  it.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/demo/thanks', 200, 'text/html; charset=utf-8'],
    ['/demo/thanks.html', 200, 'text/html; charset=utf-8'],
    ['/demo/logo.svg', 200, 'image/svg+xml'],
    ['/demo/', 200, 'text/html; charset=utf-8'],
    ['/demo/nl/', 200, 'text/html; charset=utf-8'],
    ['/demo/nl', 404, 'application/json'],
    ['/demo/emails/en/confirmation.html', 404, 'application/json'],
    ['/demo/config.json', 404, 'application/json'],
    ['/demo/%2e%2e%2fsecret', 404, 'application/json'],
    ['/demo/none', 404, 'application/json'],
  ])('%s is %d %s', async (path, status, type) => {
    const response = await app.request(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
  });

  it('may load nothing from elsewhere', async () => {
    const policy = (await app.request('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });
});

describe('the schedule', () => {
  it('never runs twice at once, and runs anew on request', async () => {
    let inside = 0;
    let most = 0;
    let runs = 0;
    const schedule = startSchedule({
      everyMs: 5,
      invoke: async () => {
        most = Math.max(most, ++inside);
        await new Promise((done) => setTimeout(done, 25));
        inside--;
        return ++runs;
      },
    });
    const [first, second] = await Promise.all([schedule.now(), schedule.now()]);
    schedule.stop();
    expect(first).not.toBe(second);
    expect(most).toBe(1);
  });

  it('makes up for a tick that fell into a run as soon as that run ends', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const runs: (() => void)[] = [];
    const schedule = startSchedule({
      everyMs: 60_000,
      invoke: () => new Promise<void>((end) => runs.push(end)),
    });
    try {
      await vi.waitUntil(() => runs.length === 1);
      vi.advanceTimersByTime(60_000);
      expect(runs.length).toBe(1);
      runs[0]?.();
      await vi.waitUntil(() => runs.length === 2);
    } finally {
      schedule.stop();
      vi.useRealTimers();
    }
  });

  it('goes on after a run that failed', async () => {
    let runs = 0;
    const schedule = startSchedule({
      invoke: () => (runs++ ? Promise.resolve('ok') : Promise.reject(new Error('no'))),
    });
    await expect(schedule.now()).rejects.toThrow('no');
    expect(await schedule.now()).toBe('ok');
    schedule.stop();
  });
});

describe('the keys', () => {
  it('are made once and kept', () => {
    const file = join(folder, 'secrets.json');
    const made = openSecrets(file);
    expect(Buffer.from(made.idKey, 'base64').length).toBe(32);
    expect(made.linkKeys).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/);
    expect(openSecrets(file)).toEqual(made);
  });

  it('are not made anew beside old leads', () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{"idKey":');
    expect(() => openSecrets(file)).toThrow('cannot be read');
  });
});

describe('the first configuration', () => {
  async function admin(answers: Record<string, [number, unknown]>) {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.headers.authorization}`);
      const [status, body] = answers[request.method ?? ''] ?? [500, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const seeded = await seedConfig(url, 'sk_x', { forms: [] }).catch((error: Error) => error.message);
    server.close();
    return { seeded, requests };
  }

  it('is put into an empty store', async () => {
    const { seeded, requests } = await admin({ GET: [404, {}], PUT: [200, {}] });
    expect([seeded, requests]).toEqual([true, ['GET Bearer sk_x', 'PUT Bearer sk_x']]);
    expect((await admin({ GET: [200, { version: 0 }], PUT: [200, {}] })).seeded).toBe(true);
  });

  it('leaves what has been published alone', async () => {
    expect((await admin({ GET: [200, { version: 3 }] })).seeded).toBe(false);
  });

  it('is refused with the errors of the problem', async () => {
    const errors = [{ pointer: '/forms/guide', detail: 'has no fields' }];
    const { seeded } = await admin({
      GET: [404, {}],
      PUT: [422, { title: 'Invalid', detail: 'Look', errors }],
    });
    expect(seeded).toBe('PUT /v1/config answered 422 Invalid: Look\n  /forms/guide has no fields');
  });
});
