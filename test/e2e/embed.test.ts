import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalStack } from '../../infra/local/stack.ts';
import { launchBrowser } from '../browser.ts';
import { startDemo } from './fresh-stack.ts';

/** Pages of somebody else's, on another origin, with a policy as strict as they come. */
let host: Server;
let origin: string;
let pages: Record<string, string> = {};
let policy = '';
let stack: LocalStack;
let browser: Browser;

const ask = async (request: string, body?: object) => {
  const [method = '', path = ''] = request.split(' ');
  const headers = { authorization: `Bearer ${stack.adminKey}`, 'content-type': 'application/json' };
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  const answer = await fetch(`${stack.url}${path}`, init);
  return { status: answer.status, body: (await answer.json()) as never };
};

beforeAll(async () => {
  host = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (policy) response.setHeader('content-security-policy', policy);
    response.end(pages[(request.url ?? '').split('?')[0] ?? ''] ?? '<title>Nothing</title>');
  });
  await new Promise<void>((done) => host.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  [stack, browser] = await Promise.all([startDemo(), launchBrowser()]);
  const { body: form } = await ask('GET /v1/forms/guide');
  const { thankYouUrl: _, ...rest } = form as Record<string, unknown>;
  const put = await ask('PUT /v1/forms/guide', { ...rest, allowedOrigins: [origin] });
  expect(put.status).toBe(200);
}, 60_000);
afterAll(async () => {
  await Promise.all([stack?.stop(), browser?.close(), new Promise((done) => host?.close(done))]);
});

interface Snippets {
  html: string;
  script: string;
  policy: string;
  notes: string[];
}
const snippets = async (language: string): Promise<Snippets> =>
  (await ask(`GET /v1/forms/guide/snippets?language=${language}`)).body;

async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(String(error)));
  await page.goto(origin + path);
  return { page, complaints };
}

const leadOf = async (email: string) =>
  (await ask(`GET /v1/leads?email=${encodeURIComponent(email)}`)).body as unknown as {
    results: { fields: Record<string, string>; language: string; awaitingConfirmation: boolean }[];
  };

test('the script draws the form on a foreign page with a strict policy, and takes a signup by keyboard', {
  timeout: 60_000,
}, async () => {
  const { script, notes, policy: asked } = await snippets('nl');
  expect(notes).toEqual([]);
  policy = `default-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types; ${asked}`;
  pages = { '/': `<!doctype html><html lang="nl"><title>Ergens</title><h1>Ergens</h1>${script}<p>Later</p>` };
  const { page, complaints } = await open('/?utm_source=elders');
  const email = page.getByLabel('E-mailadres');
  await email.waitFor();
  expect(await page.locator('form.kweek-form ~ p').textContent()).toBe('Later');
  expect(await page.getByRole('checkbox').isChecked()).toBe(false);

  await email.focus();
  await page.keyboard.type('an at voorbeeld');
  await page.keyboard.press('Enter');
  await page.locator('[aria-invalid=true]').first().waitFor();
  expect(await page.evaluate('document.activeElement.name')).toBe('email');
  expect(await page.locator('.kweek-error:not(:empty)').count()).toBeGreaterThan(0);
  expect(complaints.filter((text) => !/422/.test(text))).toEqual([]);

  await email.fill('An.Embed@voorbeeld.example');
  await page.getByLabel('Voornaam').fill('An');
  await page.getByRole('checkbox').press('Space');
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await page.getByRole('button').press('Enter');
  expect((await posted).postDataJSON()).toMatchObject({ rendered_at: expect.stringMatching(/^r1\./) });
  await page.getByRole('heading', { name: 'Dank je wel!' }).waitFor();
  expect(await page.evaluate('document.activeElement.className')).toBe('kweek-thanks');
  const { results } = await leadOf('an.embed@voorbeeld.example');
  expect(results).toMatchObject([
    { fields: { first_name: 'An' }, language: 'nl', awaitingConfirmation: true },
  ]);
  await page.close();
});

test('the plain form works on a foreign page that allows no script at all', { timeout: 60_000 }, async () => {
  const { html } = await snippets('en');
  policy = `default-src 'none'; style-src 'unsafe-inline'; form-action ${stack.url}`;
  pages = { '/plain': `<!doctype html><html lang="en"><title>Plain</title>${html}` };
  const { page } = await open('/plain');
  await page.getByLabel('Email address').fill('an.plain@voorbeeld.example');
  await page.getByRole('checkbox').check();
  await page.getByRole('button').click();
  await page.getByRole('heading', { name: 'Thank you!' }).waitFor();
  expect((await leadOf('an.plain@voorbeeld.example')).results).toHaveLength(1);
  await page.close();
});

test('the script is cached by what it says, and is the same for everybody', async () => {
  const url = `${stack.url}/f/guide/embed.js`;
  const first = await fetch(url);
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  expect(first.headers.get('cache-control')).toBe('public, max-age=300');
  const again = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
  expect((await fetch(`${stack.url}/f/nothing/embed.js`)).status).toBe(404);
  expect((await first.text()).length).toBeLessThan(16_000);
});
