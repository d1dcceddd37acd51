import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageLanguages } from '../../shared/pages/link-words.ts';
import { launchBrowser } from '../browser.ts';
import { rendered } from './rendered.ts';
import { leadPages } from './samples.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 320, height: 640 }, bypassCSP: true });
});
afterAll(() => browser?.close());

/** What stands in the way of reading it on the smallest phone: what axe finds, and what does not fit. */
async function obstacles(html: string, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await page.setContent(html);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
  );
  return wide > 0 ? [...found, `${wide} px too wide`] : found;
}

it.each(Object.keys(leadPages) as (keyof typeof leadPages)[])(
  'the page "%s" can be read by everyone, on the smallest phone, in every language',
  async (name) => {
    for (const [n, language] of pageLanguages.entries()) {
      const html = await rendered(leadPages[name]?.(language));
      const scheme = n % 2 === 0 ? 'light' : 'dark';
      expect([language, await obstacles(html, scheme)]).toEqual([language, []]);
    }
  },
  60_000,
);

it('would notice what is hard to read, and what does not fit', async () => {
  const html = await rendered(leadPages.confirm?.('en'));
  const spoil = (css: string) => obstacles(html.replace('</head>', `<style>${css}</style></head>`), 'light');
  expect(await spoil('h1{color:#eee}')).toEqual(['color-contrast: h1']);
  expect(await spoil('h1{width:400px}')).toEqual([expect.stringContaining('px too wide')]);
});
