import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_VALUE_LENGTH } from '../../shared/domain/signup/form.ts';
import { readSubmission, type Submission } from '../../shared/domain/signup/submission.ts';
import type { SubmissionError } from '../../shared/domain/signup/submission-error.ts';
import { testForm } from '../fixtures/form.ts';
import { decodedFixture } from '../fixtures/submissions.ts';

const form = testForm();

function taken(raw: unknown, to = form, defaults = {}): Submission {
  const reading = readSubmission(to, raw as Record<string, unknown>, defaults);
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.submission;
}

function refused(raw: unknown, to = form): SubmissionError[] {
  const reading = readSubmission(to, raw as Record<string, unknown>);
  return reading.ok ? [] : reading.errors;
}

const an = { email: 'an@voorbeeld.be' };

describe('a signup, as each page builder sends it', () => {
  it('an HTML form', async () => {
    expect(taken(await decodedFixture('html-form.txt'))).toEqual({
      email: 'an@voorbeeld.be',
      emailKey: 'an@voorbeeld.be',
      fields: { first_name: 'An' },
      consent: { marketing: true, tracking: false, textId: 'nl-3' },
      magnet: 'gids-2026',
      touch: { utm_source: 'linkedin', utm_medium: 'cpc', gclid: 'Cj0K' },
      spam: false,
    });
  });

  it('a multipart form, without its files', async () => {
    expect(taken(await decodedFixture('multipart.txt'))).toEqual({
      email: 'an@voorbeeld.be',
      emailKey: 'an@voorbeeld.be',
      fields: { first_name: 'An' },
      consent: { marketing: true, tracking: false, textId: 'nl-3' },
      magnet: 'gids-2026',
      touch: { utm_source: 'linkedin' },
      spam: false,
    });
  });

  const fromScript = {
    submissionId: '3f0e8f4a-6a6c-4c7e-8f6a-1d2f3b4c5d6e',
    email: 'an@voorbeeld.be',
    emailKey: 'an@voorbeeld.be',
    fields: { first_name: 'An' },
    consent: { marketing: true, tracking: false, textId: 'nl-3' },
    magnet: 'gids-2026',
    language: 'nl',
    timeZone: 'Europe/Amsterdam',
    page: 'https://voorbeeld.be/gids?ref=blog',
    touch: { utm_source: 'li' },
    renderedAt: '2026-05-01T09:12:01.000Z',
    spam: false,
  };

  it('JSON from a script', async () => {
    expect(taken(await decodedFixture('script.json'))).toEqual(fromScript);
  });

  it('a beacon: the same JSON as plain text', async () => {
    expect(taken(await decodedFixture('beacon.txt', 'text/plain;charset=UTF-8'))).toEqual(fromScript);
  });

  it('Webflow, whose phone numbers are numbers and whose Website is no trap', async () => {
    expect(taken(await decodedFixture('webflow.json'))).toMatchObject({
      submissionId: '6321ca84df3949bfc6752327',
      email: 'an@voorbeeld.be',
      fields: { first_name: 'An', phone: '32470123456' },
      spam: false,
    });
  });

  it('Webflow, version 1', async () => {
    expect(taken(await decodedFixture('webflow-v1.json'))).toMatchObject({
      submissionId: '6321ca84df3949bfc6752327',
      email: 'an@voorbeeld.be',
      fields: { first_name: 'An' },
    });
  });

  it('Typeform: answers by type, by question and by reference; hidden values; choices by their label', async () => {
    expect(taken(await decodedFixture('typeform.json'))).toEqual({
      submissionId: 'a3a12ec67a1365927098a606107fac15',
      email: 'an@voorbeeld.be',
      emailKey: 'an@voorbeeld.be',
      fields: { first_name: 'An', size: 'm' },
      consent: { marketing: true, tracking: false },
      magnet: 'gids-2026',
      touch: { utm_source: 'li' },
      spam: false,
    });
  });

  it('Elementor, simple: labels as names', async () => {
    expect(taken(await decodedFixture('elementor-simple.txt'))).toMatchObject({
      email: 'an@voorbeeld.be',
      fields: { first_name: 'An', company: 'Voorbeeld BV' },
      page: 'https://voorbeeld.be/gids',
      touch: { utm_source: 'linkedin' },
    });
  });

  it('Elementor, advanced: fields with a title and a value', async () => {
    expect(taken(await decodedFixture('elementor-advanced.txt'))).toMatchObject({
      email: 'an@voorbeeld.be',
      fields: { first_name: 'An' },
      consent: { marketing: true },
      page: 'https://voorbeeld.be/gids',
      touch: { utm_source: 'linkedin' },
    });
  });

  it('Contact Form 7', async () => {
    expect(taken(await decodedFixture('contact-form-7.txt'))).toMatchObject({
      email: 'an@voorbeeld.be',
      fields: { first_name: 'An', message: 'Twee\nregels' },
      language: 'nl',
    });
  });

  it('Gravity Forms: numbered fields through the form’s field map', async () => {
    const mapped = testForm({
      fieldMap: { '1.3': 'first_name', '1.6': 'last_name', '2': 'email', '5.1': 'marketing_consent' },
    });
    expect(taken(await decodedFixture('gravity-forms.json'), mapped)).toEqual({
      submissionId: '3-12',
      email: 'an@voorbeeld.be',
      emailKey: 'an@voorbeeld.be',
      fields: { first_name: 'An', last_name: 'Peeters' },
      consent: { marketing: true, tracking: false },
      magnet: 'gids-2026',
      page: 'https://voorbeeld.be/gids',
      touch: { utm_source: 'linkedin' },
      spam: false,
    });
  });

  it('Unbounce: JSON inside a form field, values in lists of one, XML of any size beside it', async () => {
    expect(taken(await decodedFixture('unbounce.txt'))).toMatchObject({
      email: 'an@voorbeeld.be',
      fields: { first_name: 'An' },
      page: 'https://go.voorbeeld.be/gids/',
      touch: { utm_source: 'linkedin' },
    });
  });

  it('Carrd', async () => {
    expect(taken(await decodedFixture('carrd.json'))).toMatchObject({ ...an, fields: { first_name: 'An' } });
  });

  it('Framer, whose submission id comes in a header', async () => {
    expect(taken(await decodedFixture('framer.json'), form, { submissionId: 'f-1' })).toMatchObject({
      ...an,
      submissionId: 'f-1',
      fields: { first_name: 'An' },
      consent: { marketing: true },
    });
  });
});

describe('names', () => {
  it.each([
    'email',
    'Email',
    'e-mail',
    'e_mail',
    'E-Mail-Adresse',
    'your-email',
    'mail',
    'emailadres',
    'adresse email',
    'adresse_email',
    'Email *',
  ])('%s is the email address', (name) => {
    expect(taken({ [name]: 'an@voorbeeld.be' }).email).toBe('an@voorbeeld.be');
  });

  it.each([
    ['firstName', 'first_name'],
    ['Voornaam', 'first_name'],
    ['Prénom', 'first_name'],
    ['PRE\u0301NOM', 'first_name'],
    ['Vorname', 'first_name'],
    ['your-name', 'first_name'],
    ['achternaam', 'last_name'],
    ['Bedrijf', 'company'],
    ['organisation', 'company'],
    ['Société', 'company'],
    ['Firma', 'company'],
    ['field_ab12', 'company'],
    ['Phone Number', 'phone'],
  ])('%s is %s', (name, field) => {
    expect(taken({ ...an, [name]: 'x' }).fields).toEqual({ [field]: 'x' });
  });

  it('of the form come before synonyms, and the field map before both', () => {
    expect(taken({ ...an, name: 'b', first_name: 'a' }).fields).toEqual({ first_name: 'a' });
    const mapped = testForm({ fieldMap: { 'contact.given[0]': 'first_name' } });
    expect(taken({ ...an, first_name: 'a', contact: { given: ['c'] } }, mapped).fields).toEqual({
      first_name: 'c',
    });
  });

  it('that the form does not know are ignored', () => {
    expect(taken({ ...an, shoe_size: 43, deep: { er: [1, 2] } }).fields).toEqual({});
  });

  it('of an address field need not be "email"', () => {
    const other = testForm({ fields: [{ name: 'work_address', label: { en: 'Work' }, type: 'email' }] });
    expect(taken({ work_address: 'an@voorbeeld.be' }, other)).toMatchObject({ ...an, fields: {} });
    expect(taken({ 'e-mail': 'an@voorbeeld.be' }, other)).toMatchObject({ ...an, fields: {} });
    expect(refused({}, other)).toMatchObject([{ pointer: '/work_address', code: 'email_missing' }]);
  });
});

describe('values', () => {
  it('E23: lose line breaks and control characters, so that a name can break no header', () => {
    expect(taken({ ...an, first_name: 'Jan\r\nBcc: x@y.z\u0000\u2028' }).fields.first_name).toBe(
      'JanBcc: x@y.z',
    );
  });

  it('E23: keep their lines in a text area, and nothing else of that kind', () => {
    expect(taken({ ...an, message: ' one\r\ntwo\rthree\n\u0007 ' }).fields.message).toBe('one\ntwo\nthree');
  });

  it('E24: are kept as typed and never evaluated', () => {
    const name = `<script>{{x}}\${y}</script>`;
    expect(taken({ ...an, first_name: name }).fields.first_name).toBe(name);
  });

  it.each([[null], [''], ['   '], [[]], [['']], [undefined]])('are absent when empty: %j', (value) => {
    expect(taken({ ...an, first_name: value, people: value, terms: value }).fields).toEqual({});
  });

  it.each([
    ['people', '12', 12],
    ['people', 12.5, 12.5],
    ['people', '3,5', 3.5],
    ['people', ['7'], 7],
    ['site', 'https://voorbeeld.be/x', 'https://voorbeeld.be/x'],
    ['site', 'www.voorbeeld.be', 'https://www.voorbeeld.be'],
    ['size', 'm', 'm'],
    ['size', '10 tot 49', 'm'],
    ['terms', 'on', true],
    ['terms', '1', true],
    ['terms', true, true],
    ['terms', 'I agree to the terms', true],
    ['terms', 'false', false],
    ['first_name', 7, '7'],
    ['first_name', ['An'], 'An'],
    ['company', ['a', 'b'], 'a, b'],
  ])('of %s: %j is %j', (name, value, expected) => {
    expect(taken({ ...an, [name]: value }).fields).toEqual({ [name]: expected });
  });

  it.each([
    ['people', 'many'],
    ['people', '1e999'],
    ['people', '0x10'],
    ['people', true],
    ['site', 'javascript:alert(1)'],
    ['site', 'ftp://voorbeeld.be'],
    ['site', 'nowhere'],
    ['size', 'xl'],
    ['terms', 'perhaps'],
    ['first_name', { a: 1 }],
    ['first_name', [{ a: 1 }, 2]],
    ['phone', ['1', '2']],
  ])('of %s cannot be %j', (name, value) => {
    expect(refused({ ...an, [name]: value })).toMatchObject([
      { pointer: `/${name}`, code: 'field_invalid', field: name },
    ]);
  });

  it('are counted in characters as people see them', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(taken({ ...an, first_name: family.repeat(40) }).fields.first_name).toBe(family.repeat(40));
    expect(refused({ ...an, first_name: family.repeat(41) })).toMatchObject([
      { pointer: '/first_name', code: 'field_too_long' },
    ]);
  });

  it('are required where the form says so', () => {
    const strict = testForm({
      fields: [
        { name: 'email', label: { en: 'Email' }, type: 'email' },
        { name: 'first_name', label: { en: 'First name' }, type: 'text', required: true },
        { name: 'terms', label: { en: 'Terms' }, type: 'checkbox', required: true },
      ],
    });
    expect(refused({ voornaam: '\r\n', terms: 'off' }, strict)).toMatchObject([
      { pointer: '/email', code: 'email_missing' },
      { pointer: '/first_name', code: 'field_missing' },
      { pointer: '/terms', code: 'field_missing' },
    ]);
  });
});

describe('errors point to the value as it was sent', () => {
  it('in a flat body', () => {
    expect(refused({ 'E-mail / work~': 'x', 'your-email': 'x' })).toEqual([
      {
        pointer: '/your-email',
        code: 'email_invalid',
        detail: 'An email address has one "@" with something on both sides.',
        field: 'email',
      },
    ]);
  });

  it('with ~ and / escaped', () => {
    const odd = testForm({ fieldMap: { 'a/b~c': 'email' } });
    expect(refused({ 'a/b~c': 'x' }, odd)[0]?.pointer).toBe('/a~1b~0c');
  });

  it('inside an envelope', () => {
    const body = { triggerType: 'form_submission', payload: { data: { 'E-mail': 'x' } } };
    expect(refused(body)[0]?.pointer).toBe('/payload/data/E-mail');
  });
});

describe('consent', () => {
  it.each([
    [{ consent: 'on' }, true],
    [{ consent: 'yes' }, true],
    [{ consent: ['on'] }, true],
    [{ consent: true }, true],
    [{ consent: { marketing: 'on' } }, true],
    [{ consent: { marketing: true } }, true],
    [{ marketing_consent: '1' }, true],
    [{ marketingConsent: true }, true],
    [{ 'consent.marketing': 'true' }, true],
    [{}, false],
    [{ consent: '' }, false],
    [{ consent: 'off' }, false],
    [{ consent: 'false' }, false],
    [{ consent: 'perhaps' }, false],
    [{ consent: { tracking: true } }, false],
    [{ consent: 'off', marketing_consent: 'on' }, false],
  ])('for marketing by %j: %s', (posted, given) => {
    expect(taken({ ...an, ...posted }).consent.marketing).toBe(given);
  });

  it('for tracking is its own', () => {
    expect(taken({ ...an, consent: 'on' }).consent.tracking).toBe(false);
    expect(taken({ ...an, consent: { tracking: 'on' } }).consent).toEqual({
      marketing: false,
      tracking: true,
    });
    expect(taken({ ...an, tracking_consent: 'on' }).consent.tracking).toBe(true);
  });

  it('names the words that were shown', () => {
    expect(taken({ ...an, consent_text_id: 'nl-3' }).consent.textId).toBe('nl-3');
    expect(taken({ ...an, consent: { marketing: true, text_id: 'nl-3' } }).consent.textId).toBe('nl-3');
  });
});

describe('what was asked for', () => {
  it('is the form’s first magnet when none is named', () => {
    expect(taken(an).magnet).toBe('gids-2026');
    expect(taken({ ...an, magnet: '' }).magnet).toBe('gids-2026');
    expect(taken(an, testForm({ magnets: [] })).magnet).toBeUndefined();
  });

  it.each(['magnet', 'magnetId', 'magnet_id'])('is named by %s', (name) => {
    expect(taken({ ...an, [name]: 'checklist' }).magnet).toBe('checklist');
  });

  it('must be one of the form’s', () => {
    expect(refused({ ...an, magnet: 'other' })).toMatchObject([
      { pointer: '/magnet', code: 'magnet_unknown' },
    ]);
  });
});

describe('what stands beside the fields', () => {
  it.each(['language', 'lang', 'locale'])('language by %s, when the form has it', (name) => {
    expect(taken({ ...an, [name]: 'NL_be' }, form, { language: 'en' }).language).toBe('nl');
    expect(taken({ ...an, [name]: 'sv' }, form, { language: 'en' }).language).toBe('en');
  });

  it.each(['time_zone', 'timeZone', 'tz'])('E4: time zone by %s, when there is such a zone', (name) => {
    expect(taken({ ...an, [name]: 'Asia/Kathmandu' }).timeZone).toBe('Asia/Kathmandu');
    expect(taken({ ...an, [name]: 'Mars/Olympus' }).timeZone).toBeUndefined();
  });

  it('E8: its own id by submissionId or submission_id', () => {
    expect(taken({ ...an, submissionId: 'x' }, form, { submissionId: 'y' }).submissionId).toBe('x');
    expect(taken({ ...an, submission_id: 12 }).submissionId).toBe('12');
    expect(taken(an, form, { submissionId: 'y' }).submissionId).toBe('y');
  });

  it('when it was drawn, in whosever hand', () => {
    expect(taken({ ...an, renderedAt: 1777626721000 }).renderedAt).toBe('1777626721000');
    expect(taken({ ...an, rendered_at: 'r1.mom0z1.abc' }).renderedAt).toBe('r1.mom0z1.abc');
    expect(taken({ ...an, rendered_at: 'x'.repeat(81) }).renderedAt).toBeUndefined();
  });

  it('the page that the transport knows', () => {
    expect(taken(an, form, { page: 'https://voorbeeld.be/x?gclid=1' })).toMatchObject({
      page: 'https://voorbeeld.be/x',
      touch: { gclid: '1' },
    });
  });
});

describe('the trap', () => {
  it('makes a post spam without a word about what else is wrong', () => {
    expect(taken({ website: 'https://spam.example', email: 'x', magnet: 'y' })).toEqual({
      email: '',
      emailKey: '',
      fields: {},
      consent: { marketing: false, tracking: false },
      touch: {},
      spam: true,
    });
    expect(taken({ ...an, website: 'x' })).toMatchObject({ ...an, spam: true });
  });

  it('is not sprung when empty, nor when the form asks for a website', () => {
    expect(taken({ ...an, website: '' }).spam).toBe(false);
    const asking = testForm({
      fields: [
        { name: 'email', label: { en: 'Email' }, type: 'email' },
        { name: 'url', label: { en: 'Website' }, type: 'url' },
      ],
    });
    expect(taken({ ...an, website: 'voorbeeld.be' }, asking)).toMatchObject({
      spam: false,
      fields: { url: 'https://voorbeeld.be' },
    });
  });
});

describe('E28: what is too much to be a form', () => {
  it('more than 100 fields', () => {
    const many = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`f${index}`, '1']));
    expect(taken({ ...an, ...many }).email).toBe('an@voorbeeld.be');
    expect(refused({ ...an, ...many, more: [1, 2] })).toMatchObject([
      { pointer: '', code: 'too_many_fields' },
    ]);
  });

  it('a value over 4 KB, even where nobody reads it', () => {
    expect(taken({ ...an, note: 'x'.repeat(MAX_VALUE_LENGTH) }).email).toBe('an@voorbeeld.be');
    expect(refused({ ...an, notes: { first: 'x'.repeat(MAX_VALUE_LENGTH + 1) } })).toMatchObject([
      { pointer: '/notes/first', code: 'value_too_long' },
    ]);
    expect(refused({ ...an, note: 'é'.repeat(2_049) })).toMatchObject([{ code: 'value_too_long' }]);
  });

  it('more than five levels', () => {
    expect(taken({ ...an, a: { b: { c: { d: 1 } } } }).email).toBe('an@voorbeeld.be');
    expect(refused({ ...an, a: { b: { c: { d: { e: {} } } } } })).toMatchObject([
      { pointer: '/a/b/c/d/e', code: 'nested_too_deep' },
    ]);
    const abyss = JSON.parse(`{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`) as Record<string, unknown>;
    expect(refused(abyss)).toMatchObject([{ code: 'nested_too_deep' }]);
  });

  it('reaches no prototype', () => {
    const raw = JSON.parse(
      '{"email":"an@voorbeeld.be","__proto__":{"first_name":"x","polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    ) as Record<string, unknown>;
    const submission = taken(raw, testForm({ fieldMap: { 'constructor.name': 'company' } }));
    expect(submission.fields).toEqual({});
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(submission.fields)).toBe(Object.prototype);
  });
});

describe('readSubmission', () => {
  const names = fc.oneof(
    fc.constantFrom(
      'email',
      'first_name',
      'people',
      'size',
      'terms',
      'site',
      'consent',
      'magnet',
      'website',
      'page',
      'data',
      'payload',
      'form_response',
      'answers',
      'fields',
      'form',
      '_wpcf7',
      'data.json',
      '__proto__',
      'constructor',
      'rendered_at',
      'time_zone',
    ),
    fc.string(),
  );
  const bodies = fc.letrec((tie) => ({
    record: fc.dictionary(names, tie('value'), { maxKeys: 8 }),
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.constantFrom('an@voorbeeld.be', 'on', 'form_submission', 'form_response', '{"email":[1]}'),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      tie('record'),
    ),
  }));

  it('never throws, and answers with a submission or with errors, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.oneof(bodies.record, bodies.value, fc.jsonValue()), (body) => {
        const before = JSON.stringify(body);
        const reading = readSubmission(form, body as Record<string, unknown>);
        if (reading.ok) {
          for (const [name, value] of Object.entries(reading.submission.fields)) {
            if (name !== 'message') expect(String(value)).not.toMatch(/[\r\n]/);
          }
        } else {
          expect(reading.errors.length).toBeGreaterThan(0);
        }
        expect(JSON.stringify(body)).toBe(before);
      }),
      { numRuns: 1_000 },
    );
  });
});
