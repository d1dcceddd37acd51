import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { demoConfig } from '../../infra/local/demo/config.ts';
import { Config } from '../../shared/domain/programme/config.ts';

const folder = fileURLToPath(new URL('../../infra/local/demo/', import.meta.url));
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.html') && !file.startsWith('emails/'),
);
const { forms } = Config.parse(demoConfig);

const source = (page: string) => readFileSync(folder + page, 'utf8');
const elements = (page: string, name: string) =>
  DomUtils.getElementsByTagName(name, parseDocument(source(page)), true);
/** The file behind a path of the demo: `/` is its landing page. */
const fileOf = (path: string) => (path === '/' ? 'index.html' : path.replace('/demo/', ''));

test('the demo has a landing page, a guide, and articles, in both languages', () => {
  const inDutch = pages.filter((page) => source(page).includes('<html lang="nl">'));
  expect(pages.length).toBeGreaterThanOrEqual(14);
  expect(inDutch.length).toBe(pages.length / 2);
});

describe.each(pages)('%s', (page) => {
  test('keeps to a policy that trusts our own host alone: no inline script, style or handler', () => {
    expect(source(page)).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:|https?:\/\//i);
  });

  test('leads to pages and pictures that exist', () => {
    const paths = [
      ...elements(page, 'a').map((a) => a.attribs.href),
      ...elements(page, 'link').map((link) => link.attribs.href),
      ...elements(page, 'img').map((img) => img.attribs.src),
    ].filter((path) => path !== undefined && !path.startsWith('mailto:'));
    for (const path of paths) {
      const [file = '', fragment] = (path ?? '').split('#');
      expect(existsSync(folder + fileOf(file)), path).toBe(true);
      if (fragment) expect(source(fileOf(file)), path).toContain(`id="${fragment}"`);
    }
  });

  test('has a title, one heading above the others, words for its pictures, and its other language', () => {
    expect(source(page)).toMatch(/<title>.+ \| Lindeveld<\/title>/);
    expect(elements(page, 'h1')).toHaveLength(1);
    for (const image of elements(page, 'img')) expect(image.attribs).toHaveProperty('alt');
    const [other] = elements(page, 'link').filter((link) => link.attribs.rel === 'alternate');
    expect(source(fileOf(other?.attribs.href ?? ''))).toContain(`<html lang="${other?.attribs.hreflang}">`);
  });
});

describe.each([
  ['index.html', 'en'],
  ['nl/index.html', 'nl'],
])('the form on %s', (page, language) => {
  const inputs = new Map(elements(page, 'input').map((input) => [input.attribs.name, input.attribs]));
  const form = forms.guide;
  const consent = form?.consent.marketing;

  test('posts to the guide’s form what that form asks for', () => {
    expect(elements(page, 'form')[0]?.attribs).toMatchObject({ method: 'post', action: '/f/guide' });
    for (const field of form?.fields ?? []) {
      expect(inputs.has(field.name), field.name).toBe(true);
      expect('required' in (inputs.get(field.name) ?? {}), field.name).toBe(field.required);
    }
    expect(inputs.get('magnet')?.value).toBe(form?.magnets[0]);
    expect(inputs.get('language')?.value).toBe(language);
  });

  test('asks for consent with an empty box and the very words of the configuration', () => {
    expect(inputs.get('consent')).toMatchObject({ type: 'checkbox' });
    expect(inputs.get('consent')).not.toHaveProperty('checked');
    expect(inputs.get('consent')).not.toHaveProperty('required');
    expect(inputs.get('consent_text_id')?.value).toBe(`${consent?.id}@${consent?.version}`);
    const label = elements(page, 'label').find((l) => l.attribs.for === 'consent');
    expect(label && DomUtils.textContent(label)).toBe(consent?.text[language]);
  });

  test('sets a trap for scripts that people never meet', () => {
    expect(inputs.get('website')).toMatchObject({ tabindex: '-1', autocomplete: 'off' });
    expect(source(page)).toMatch(/aria-hidden="true"><label for="website">/);
  });
});
