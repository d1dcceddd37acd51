import { describe, expect, it } from 'vitest';
import { choiceWordsIn } from '../../shared/pages/choice-words.ts';
import { confirmPage } from '../../shared/pages/confirm-page.tsx';
import { formWordsIn } from '../../shared/pages/form-words.ts';
import { linkWordsIn, pageLanguages } from '../../shared/pages/link-words.ts';
import { foreignUrls, rendered, tags } from './rendered.ts';
import { linkPages as pages, sender } from './samples.ts';

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
    for (const fact of ['an@voorbeeld.be', '&lt;b&gt;Gids', 'Tips', 'You may see what I read'])
      expect(all).toContain(fact);
    const little = await rendered(confirmPage(sender('en')));
    expect(tags(little, 'li')).toHaveLength(1);
    expect(little).not.toContain('hear from us');
    expect(little).not.toContain('open and click');
  });

  it.each(pageLanguages)(
    'confirm: in %s tells each consent apart, by what it is about and in its words',
    async (language) => {
      const { news, tracking } = linkWordsIn(language).confirm;
      const facts = async (consents: { news?: string; tracking?: string }) => {
        const html = await rendered(confirmPage({ ...sender(language), consents }));
        return [...html.matchAll(/<small>([^<]+)<\/small>([^<]*)/g)].map(([, what, words]) => [what, words]);
      };
      expect(await facts({ news: 'Tips', tracking: 'Opens' })).toEqual([
        [news, 'Tips'],
        [tracking, 'Opens'],
      ]);
      expect(await facts({ tracking: 'Opens' })).toEqual([[tracking, 'Opens']]);
      const unknown = await rendered(
        confirmPage({ ...sender(language), consents: { news: '', tracking: '' } }),
      );
      for (const what of [news, tracking]) expect(unknown).toContain(what);
    },
  );
});

it('the page of all that is known tells what people read: labels, and times by their own clock', async () => {
  const html = await rendered(pages.data?.('en'));
  expect(html).toContain('<dt>What we call you</dt>');
  expect(html).toContain('<dd>Jan 5, 2026, 2:45 PM, fair</dd>');
  expect(html).toContain('template: a-template-with');
  expect(html).not.toContain('messageId');
  expect(html).not.toContain('2026-01-05T09:00:00.000Z<');
  // What no form has any more keeps its name.
  expect(html).toContain('<dt>people</dt>');
});

describe('words', () => {
  it('are English where we have no others', () => {
    expect(formWordsIn('sv')).toBe(formWordsIn('en'));
    expect(linkWordsIn('sv')).toBe(linkWordsIn('en'));
    expect(choiceWordsIn('sv')).toBe(choiceWordsIn('en'));
  });

  it.each(pageLanguages)('in %s are complete', (language) => {
    const keys = (words: object): string[] =>
      Object.entries(words).flatMap(([key, value]) =>
        typeof value === 'object' ? keys(value as object).map((inner) => `${key}.${inner}`) : [key],
      );
    const words = (of: string) =>
      keys({ ...formWordsIn(of), ...linkWordsIn(of), ...choiceWordsIn(of) }).sort();
    expect(words(language)).toEqual(words('en'));
  });
});
