import { describe, expect, it } from 'vitest';
import { confirmPage } from '../../shared/pages/confirm-page.tsx';
import { confirmedPage } from '../../shared/pages/confirmed-page.tsx';
import { formWordsIn } from '../../shared/pages/form-words.ts';
import { linkProblemPage } from '../../shared/pages/link-problem-page.tsx';
import { linkWordsIn, pageLanguages } from '../../shared/pages/link-words.ts';
import { unsubscribePage } from '../../shared/pages/unsubscribe-page.tsx';
import { unsubscribedPage } from '../../shared/pages/unsubscribed-page.tsx';
import { foreignUrls, rendered, tags } from './rendered.ts';

const sender = (language: string) => ({
  language,
  companyName: 'Jan & Zonen <BV>',
  companyAddress: 'Veldstraat 1, 9000 Gent',
});

const pages: Record<string, (language: string) => unknown> = {
  confirm: (language) =>
    confirmPage({
      ...sender(language),
      address: 'an@voorbeeld.be',
      magnets: ['<b>Gids'],
      consentText: 'Tips',
    }),
  confirmed: (language) => confirmedPage({ ...sender(language), magnets: ['<b>Gids'], marketing: true }),
  unsubscribe: (language) => unsubscribePage({ ...sender(language), address: 'a…@voorbeeld.be' }),
  unsubscribed: (language) => unsubscribedPage({ ...sender(language), formUrl: '/f/guide' }),
  expired: (language) => linkProblemPage({ ...sender(language), problem: 'expired', formUrl: '/f/guide' }),
  invalid: (language) => linkProblemPage({ ...sender(language), problem: 'invalid' }),
};

const everyPage = Object.keys(pages).flatMap((name) =>
  pageLanguages.map((language) => [name, language] as const),
);

describe.each(everyPage)('the page "%s" in %s', (name, language) => {
  it('is a whole document in that language that fetches nothing', async () => {
    const html = await rendered(pages[name]?.(language));
    expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${language}">`, 'i'));
    expect(html).toContain('Jan &amp; Zonen &lt;BV&gt;');
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('undefined');
    expect(tags(html, 'h1')).toHaveLength(1);
    expect(tags(html, 'script')).toEqual([]);
    expect(foreignUrls(html)).toEqual([]);
    expect(html).toContain('<meta name="robots" content="noindex"/>');
  });
});

describe('what changes something', () => {
  it.each(['confirm', 'unsubscribe'])('%s: is one button that posts to the same URL', async (name) => {
    const html = await rendered(pages[name]?.('en'));
    expect(tags(html, 'form')).toEqual([{ method: 'post' }]);
    expect(tags(html, 'button')).toEqual([{ type: 'submit' }]);
    expect(tags(html, 'input')).toEqual([]);
  });

  it('confirm: says what will be confirmed, and no more than was asked', async () => {
    const all = await rendered(pages.confirm?.('en'));
    for (const fact of ['an@voorbeeld.be', '&lt;b&gt;Gids', 'Tips']) expect(all).toContain(fact);
    const little = await rendered(confirmPage(sender('en')));
    expect(tags(little, 'li')).toHaveLength(1);
    expect(little).not.toContain('hear from us');
  });
});

describe('words', () => {
  it('are English where we have no others', () => {
    expect(formWordsIn('sv')).toBe(formWordsIn('en'));
    expect(linkWordsIn('sv')).toBe(linkWordsIn('en'));
  });

  it.each(pageLanguages)('in %s are complete', (language) => {
    const keys = (words: object): string[] =>
      Object.entries(words).flatMap(([key, value]) =>
        typeof value === 'object' ? keys(value as object).map((inner) => `${key}.${inner}`) : [key],
      );
    const words = (of: string) => keys({ ...formWordsIn(of), ...linkWordsIn(of) }).sort();
    expect(words(language)).toEqual(words('en'));
  });
});
