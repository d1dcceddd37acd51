import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';

const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<title>${request.url}</title><form method="post" action="/sent"><button>Go</button></form>`);
});
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => void server.close());

it('opens pages, clicks, and outlives its contexts', async () => {
  const { port } = server.address() as AddressInfo;
  const browser = await launchBrowser();
  try {
    for (const name of ['one', 'two']) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`http://localhost:${port}/${name}`);
      expect(await page.title()).toBe(`/${name}`);
      await page.getByRole('button', { name: 'Go' }).click();
      await page.waitForURL('**/sent');
      await context.close();
    }
  } finally {
    await browser.close();
  }
});
