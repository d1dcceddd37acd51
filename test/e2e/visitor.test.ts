import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalStack } from '../../infra/local/stack.ts';
import { launchBrowser } from '../browser.ts';
import { startDemo } from './fresh-stack.ts';
import { openKweek } from './tour/kweek.ts';

let stack: LocalStack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startDemo(), launchBrowser()]);
});
afterAll(() => Promise.all([stack?.stop(), browser?.close()]));

const visits = [
  {
    language: 'en',
    width: 1280,
    landing: '/',
    fields: ['First name', 'Company', 'Email address'],
    send: 'Send me the guide',
    thanks: 'Thank you!',
    asked: 'Please confirm your email address',
    mine: 'Yes, this is my address',
    confirm: 'Yes, I confirm',
    confirmed: 'Lovely, that is confirmed',
    delivered: 'Your guide: The one-hour funnel check',
    open: 'Open the guide',
    guide: 'The one-hour funnel check',
  },
  {
    language: 'nl',
    width: 360,
    landing: '/demo/nl/index.html',
    fields: ['Voornaam', 'Bedrijf', 'E-mailadres'],
    send: 'Stuur me de gids',
    thanks: 'Dank je wel!',
    asked: 'Bevestig je e-mailadres',
    mine: 'Ja, dit is mijn adres',
    confirm: 'Ja, ik bevestig',
    confirmed: 'Mooi, dat is bevestigd',
    delivered: 'Je gids: De trechtercheck: één uur, vijf cijfers',
    open: 'Open de gids',
    guide: 'De trechtercheck',
  },
];

it.each(visits)(
  'leads from the landing page to the guide, in $language at $width px',
  {
    timeout: 60_000,
  },
  async (visit) => {
    const { context, complaints } = await openContext(visit.width);
    const email = `an.${visit.language}@voorbeeld.example`;
    const { find } = openKweek(stack.url, stack.adminKey);

    const page = await context.newPage();
    await page.goto(stack.url + visit.landing);
    await fits(page, visit.language);
    const [name = '', company = '', address = ''] = visit.fields;
    await page.getByLabel(name).fill('An');
    await page.getByLabel(company).fill('Bakkerij An');
    await page.getByLabel(address).fill(email);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: visit.send }).click();
    await heading(page, visit.thanks);
    await fits(page, visit.language);

    await page.goto(stack.mailUrl);
    const confirmation = await follow(page, visit.asked, email, visit.mine);
    expect(await find(email)).toMatchObject({ mailability: 'pending_confirmation' });
    await fits(confirmation, visit.language);
    await confirmation.getByRole('button', { name: visit.confirm }).click();
    await heading(confirmation, visit.confirmed);
    await fits(confirmation, visit.language);
    expect(await find(email)).toMatchObject({ mailability: 'subscribed', language: visit.language });

    const guide = await follow(page, visit.delivered, email, visit.open);
    await heading(guide, visit.guide);
    await fits(guide, visit.language);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

/** Those behind the mails. */
const pages = [
  ...['five-numbers', 'follow-up', 'ready-to-talk', 'case-joinery'].map((name) => `articles/${name}`),
  ...['vijf-cijfers', 'opvolgen', 'klaar-voor-gesprek', 'case-schrijnwerkerij'].map(
    (name) => `nl/artikels/${name}`,
  ),
  'talk',
  'nl/gesprek',
];

it('shows every page of the demo on a narrow screen, and says in words what is wrong with a form', {
  timeout: 60_000,
}, async () => {
  const { context, complaints } = await openContext(360);
  const page = await context.newPage();
  for (const path of ['/f/guide?lang=en', ...pages.map((name) => `/demo/${name}.html`)]) {
    await page.goto(stack.url + path);
    await fits(page, path.includes('/nl') ? 'nl' : 'en');
  }
  expect(complaints).toEqual([]);
  await page.goto(`${stack.url}/f/guide?lang=nl`);
  await page.getByLabel('E-mailadres').fill('an@voorbeeld');
  await page.getByRole('button').click();
  await page.getByRole('alert').waitFor();
  await fits(page, 'nl');
  expect(await page.getByLabel('E-mailadres').inputValue()).toBe('an@voorbeeld');
  await context.close();
});

/** A browser's window that notes every error of a page and every request to somewhere else. */
async function openContext(width: number): Promise<{ context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const complaints: string[] = [];
  const ours = (url: string) => [stack.url, stack.mailUrl].includes(new URL(url).origin);
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  context.on('weberror', ({ error }) => complaints.push(String(error())));
  context.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  context.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !ours(request.url())) complaints.push(request.url());
  });
  return { context, complaints };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

/** The page speaks this language, and nothing of it is beside the screen, its tables included. */
async function fits(page: Page, language: string): Promise<void> {
  const seen = await page.evaluate<object>(`({
    language: document.documentElement.lang,
    beside: [document.documentElement, ...document.querySelectorAll('.scroll')]
      .reduce((sum, box) => sum + box.scrollWidth - box.clientWidth, 0),
  })`);
  expect({ url: page.url(), ...seen }).toEqual({ url: page.url(), language, beside: 0 });
}

/** Opens a mail on the mailbox's page and clicks a link in it; answers the page behind it. */
async function follow(mailbox: Page, subject: string, email: string, link: string): Promise<Page> {
  const mail = mailbox.locator('.email', { hasText: subject }).filter({ hasText: email });
  await mail.getByRole('button', { name: 'Toggle HTML view' }).click();
  const opened = mailbox.context().waitForEvent('page');
  await mail.frameLocator('iframe').getByRole('link', { name: link }).click();
  const page = await opened;
  await page.waitForLoadState();
  return page;
}
