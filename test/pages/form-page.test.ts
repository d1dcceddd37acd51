import { describe, expect, it } from 'vitest';
import { type FormPageProps, formPage } from '../../functions/capture/form-page.tsx';
import { thanksPage } from '../../functions/capture/thanks-page.tsx';
import { readSubmission } from '../../shared/domain/signup/submission.ts';
import { testForm } from '../fixtures/form.ts';
import { foreignUrls, rendered, tag, tags } from './rendered.ts';

const settings = { company: { name: 'Voorbeeld BV', address: 'Veldstraat 1, 9000 Gent' } };
const form = testForm();

const draw = (change: Partial<FormPageProps> = {}): Promise<string> =>
  rendered(formPage({ form, formId: 'guide', settings, language: 'en', ...change }));

describe('the hosted form page', () => {
  it('speaks the reader’s language, in the marketer’s words and in ours', async () => {
    const html = await draw({ language: 'nl' });
    expect(html).toMatch(/^<!doctype html><html lang="nl">/i);
    expect(html).toContain('<h1>De groeigids</h1>');
    expect(html).toContain('Voornaam <small>(niet verplicht)</small>');
    expect(html).toContain('Stuur mij tips.');
    expect(html).toContain('Versturen');
    expect(tag(html, 'input', 'name', 'language').value).toBe('nl');
  });

  it('posts to its form without script or cookie, and fetches nothing', async () => {
    const html = await draw();
    expect(tag(html, 'form', 'action', '/f/guide?lang=en').method).toBe('post');
    expect(tags(html, 'script')).toEqual([]);
    expect(foreignUrls(html)).toEqual([]);
    expect(html).not.toMatch(/\s(style|on[a-z]+)="/);
  });

  it('has a label for every field that people see', async () => {
    const html = await draw();
    const labelled = new Set(tags(html, 'label').map((label) => label.for));
    const controls = ['input', 'select', 'textarea'].flatMap((name) => tags(html, name));
    const visible = controls.filter(({ type }) => type !== 'hidden');
    expect(visible).toHaveLength(form.fields.length + 2);
    for (const { id } of visible) expect(labelled).toContain(id);
    expect(tag(html, 'input', 'name', 'email')).toMatchObject({
      type: 'email',
      autocomplete: 'email',
      required: '',
    });
    expect(tag(html, 'input', 'name', 'first_name')).toMatchObject({
      autocomplete: 'given-name',
      maxlength: '40',
    });
  });

  it.each([
    ['en', 'Did you mean an@gmail.com?'],
    ['nl', 'Bedoelde je an@gmail.com?'],
    ['fr', 'Vouliez-vous dire an@gmail.com ?'],
    ['de', 'Meinten Sie an@gmail.com?'],
  ])('asks about a mistyped address in %s, with a button for each answer', async (language, question) => {
    const html = await draw({ language, meant: 'an@gmail.com', values: { email: 'an@gmial.com' } });
    expect(html).toContain(`<p>${question}</p>`);
    expect(tag(html, 'button', 'name', 'email').value).toBe('an@gmail.com');
    expect(tag(html, 'input', 'name', 'email').value).toBe('an@gmial.com');
    expect(tag(html, 'div', 'class', 'meant')).toMatchObject({ role: 'alert', autofocus: '' });
    expect(tags(html, 'button')).toHaveLength(3);
  });

  it('hides the trap from eyes, keyboards, screen readers and autofill', async () => {
    const html = await draw();
    expect(html).toMatch(/<div class="trap" aria-hidden="true">.*name="website"/);
    expect(tag(html, 'input', 'name', 'website')).toMatchObject({ tabindex: '-1', autocomplete: 'off' });
    expect(tag(html, 'input', 'name', 'website').value).toBeUndefined();
  });

  it('sets no trap where the form asks for a website', async () => {
    const asking = testForm({ fields: [{ name: 'website', label: { en: 'Website' }, type: 'url' }] });
    expect(await draw({ form: asking })).not.toContain('class="trap"');
  });

  it('asks for consent with an unticked box, and names the words it showed', async () => {
    const html = await draw();
    expect(tag(html, 'input', 'name', 'consent[marketing]').checked).toBeUndefined();
    expect(tag(html, 'input', 'name', 'consent[textId]').value).toBe('newsletter@3');
    expect(await draw({ form: testForm({ consent: {} }) })).not.toContain('name="consent');
  });

  it('carries campaign parameters and the magnet of its own URL, also to the other language', async () => {
    const html = await draw({ touch: { utm_source: 'li', gclid: '"><b>' }, magnet: 'checklist' });
    expect(tag(html, 'input', 'name', 'utm_source').value).toBe('li');
    expect(tag(html, 'input', 'name', 'gclid').value).toBe('&quot;&gt;&lt;b&gt;');
    expect(tag(html, 'input', 'name', 'magnet').value).toBe('checklist');
    expect(html).toContain('?utm_source=li&amp;gclid=%22%3E%3Cb%3E&amp;magnet=checklist&amp;lang=nl');
  });

  it('carries them on after a post that failed, but no magnet that the form does not offer', async () => {
    const values = { email: 'x', utm_source: 'li', magnet: 'checklist' };
    expect(tag(await draw({ values }), 'input', 'name', 'utm_source').value).toBe('li');
    expect(tag(await draw({ values }), 'input', 'name', 'magnet').value).toBe('checklist');
    expect(await draw({ values: { magnet: 'gone' }, magnet: 'gone' })).not.toContain('name="magnet"');
  });

  it('ties each error to its field and lists all of them first', async () => {
    const values = { email: 'an@voorbeeld', people: 'many', terms: 'perhaps', consent: { marketing: 'on' } };
    const reading = readSubmission(form, values);
    const html = await draw({ values, errors: reading.ok ? [] : reading.errors });
    for (const name of ['email', 'people', 'terms']) {
      expect(tag(html, 'input', 'name', name)).toMatchObject({
        'aria-invalid': 'true',
        'aria-describedby': `f-${name}-error`,
      });
      expect(html).toMatch(new RegExp(`<span class="error" id="f-${name}-error">[^<]{10,}</span>`));
      expect(html).toContain(`<a href="#f-${name}">`);
    }
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf('name="email"'));
    expect(html).toMatch(/<title>Please have another look at this: /);
    expect(tag(html, 'input', 'name', 'first_name')['aria-invalid']).toBeUndefined();
    expect(tag(html, 'input', 'name', 'consent[marketing]').checked).toBe('');
  });

  it('says what is wrong in the reader’s language, also what belongs to no field', async () => {
    const reading = readSubmission(form, { magnet: 'gone' });
    const html = await draw({ language: 'nl', errors: reading.ok ? [] : reading.errors });
    expect(html).toContain('We hebben je e-mailadres nodig.');
    expect(html).toContain('<li>Wat je vroeg, is hier niet meer te krijgen.</li>');
  });

  it('E24: shows what was typed as text', async () => {
    const evil = '<script>alert(1)</script>{{amazonSESUnsubscribeUrl}}"\'';
    const html = await draw({
      values: { first_name: evil, message: `</textarea>${evil}`, size: 'm', terms: 'on' },
    });
    expect(tags(html, 'script')).toEqual([]);
    expect(tag(html, 'input', 'name', 'first_name').value).toBe(
      '&lt;script&gt;alert(1)&lt;/script&gt;{{amazonSESUnsubscribeUrl}}&quot;&#39;',
    );
    expect(html).toContain('&lt;/textarea&gt;&lt;script&gt;');
    expect(tag(html, 'option', 'value', 'm').selected).toBe('');
    expect(tag(html, 'input', 'name', 'terms').checked).toBe('');
  });

  it('inside another page has no foot, and leaves the frame for the marketer’s thank-you page', async () => {
    const html = await draw({ embed: true });
    expect(html).toContain('<body class="embed">');
    expect(html).not.toContain('<footer>');
    expect(tag(html, 'form', 'action', '/f/guide?lang=en&amp;embed=1').target).toBeUndefined();
    const elsewhere = testForm({ thankYouUrl: 'https://voorbeeld.be/dank' });
    expect(tag(await draw({ form: elsewhere, embed: true }), 'form', 'method', 'post').target).toBe('_top');
  });
});

describe('the thank-you page', () => {
  const thanks = (change: Record<string, unknown>): Promise<string> =>
    rendered(thanksPage({ form: testForm(change), settings, language: 'en' }));

  it('tells where to look, and does not tell who was known', async () => {
    expect(await thanks({})).toContain('we have just sent you an email');
    expect(await thanks({ magnets: [] })).toContain('Are you new here?');
    expect(await thanks({ magnets: [], doubleOptIn: false })).not.toContain('inbox');
  });
});
