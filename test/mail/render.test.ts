import { describe, expect, test } from 'vitest';
import { createRenderer } from '../../shared/mail/render.ts';
import { leadValues, type TemplateValues } from '../../shared/mail/template-values.ts';

const renderer = createRenderer();
const values = (fields: Record<string, string | number | boolean> = {}): TemplateValues => ({
  lead: leadValues({ email: 'an@voorbeeld.be', language: 'nl', fields }, 'nurture'),
  brand: { name: 'Lindeveld', address: 'Voorbeeldstraat 12, 9000 Gent' },
  site_url: 'https://mail.lindeveld.example',
});

/** One source in every part, so that each kind of escaping shows. */
const render = (source: string, fields?: Parameters<typeof values>[0]) =>
  renderer.render({ subject: source, preheader: source, html: source, text: source }, values(fields));
const refusal = (source: string, fields?: Parameters<typeof values>[0]) => {
  const rendered = render(source, fields);
  return rendered.ok ? 'rendered' : rendered.detail;
};

test('a lead’s fields, the brand and the site have names', () => {
  const source =
    '{{ lead.first_name }}|{{ lead.email }}|{{ lead.language }}|{{ brand.name }}|{{ site_url }}/x';
  const expected = 'An|an@voorbeeld.be|nl|Lindeveld|https://mail.lindeveld.example/x';
  expect(render(source, { first_name: 'An' })).toEqual({
    ok: true,
    subject: expected,
    preheader: expected,
    html: expected,
    text: expected,
  });
});

test('a field called email or language never hides the lead’s own', () => {
  expect(render('{{ lead.email }} {{ lead.language }}', { email: 'x@y.be', language: 'xx' })).toMatchObject({
    html: 'an@voorbeeld.be nl',
  });
});

test('no text part is made up where the author wrote none', () => {
  expect(renderer.render({ subject: 's', preheader: '', html: 'h' }, values())).toEqual({
    ok: true,
    subject: 's',
    preheader: '',
    html: 'h',
  });
});

describe('E23: line breaks in a value', () => {
  test('start no header: subject and preheader stay one line', () => {
    const rendered = render('Dag {{ lead.first_name }}', { first_name: 'Jan\r\nBcc: x@y.z\u0000\u2028!' });
    expect(rendered).toMatchObject({ subject: 'Dag Jan Bcc: x@y.z !', preheader: 'Dag Jan Bcc: x@y.z !' });
  });
});

describe('E24: markup and code in a value', () => {
  test.each([
    '<script>alert(1)</script>',
    '{{amazonSESUnsubscribeUrl}}',
    '{{ lead.email }}',
    `$${'{x}'}`,
    '{% if x %}',
  ])('%s is shown, not run', (first_name) => {
    const escaped = first_name.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(render('{{ lead.first_name }}', { first_name })).toMatchObject({
      ok: true,
      subject: first_name,
      html: escaped,
      text: first_name,
    });
  });

  test('quotes cannot leave an attribute', () => {
    const rendered = render('<b title="{{ lead.first_name }}">', { first_name: `" onclick='x'&` });
    expect(rendered).toMatchObject({ html: '<b title="&quot; onclick=&#39;x&#39;&amp;">' });
  });

  test('escaping cannot be turned off', () => {
    expect(refusal('{{ lead.first_name | raw }}', { first_name: 'An' })).toBe(
      'subject: line 1: there is no filter "raw"',
    );
  });
});

describe('E25: a missing value', () => {
  test.each([
    ['absent', {}],
    ['empty', { first_name: '' }],
    ['blank', { first_name: '  ' }],
  ])('that is %s sends nothing', (_, fields) => {
    expect(render('Hi {{ lead.first_name }}', fields)).toEqual({
      ok: false,
      reason: 'render_failed',
      detail: 'subject: line 1: "lead.first_name" is missing and has no fallback',
    });
  });

  test('takes the fallback', () => {
    expect(render('Hi {{ lead.first_name | default: "there" }}')).toMatchObject({ html: 'Hi there' });
    expect(render('{% assign x = lead.first_name | default: "there" %}Hi {{ x }}')).toMatchObject({
      html: 'Hi there',
    });
  });

  test('may be asked for in a condition', () => {
    const source = '{% if lead.first_name %}Hi {{ lead.first_name }}{% else %}Hello{% endif %}';
    expect(render(source)).toMatchObject({ html: 'Hello' });
    expect(render(source, { first_name: 'An' })).toMatchObject({ html: 'Hi An' });
    expect(render('{% if lead.size == "1" %}a{% else %}b{% endif %}')).toMatchObject({ html: 'b' });
  });

  test('does not hide behind a name given in the template', () => {
    expect(refusal('{% assign x = lead.first_name %}Hi {{ x }}')).toMatch('a value is missing');
  });

  test.each(['{{ nothing }}', '{{ lead.constructor }}', '{{ lead }}', '{{ nil }}'])(
    '%s is never written out',
    (source) => {
      expect(render(source, { first_name: 'An' }).ok).toBe(false);
    },
  );

  test('yes, no and zero are values', () => {
    expect(render('{{ lead.a }} {{ lead.b }}', { a: false, b: 0 })).toMatchObject({ html: 'false 0' });
  });
});

describe('E26: subjects in any script', () => {
  test('emoji and right-to-left words pass as they are', () => {
    expect(render('🎁 هدية 👩🏽‍🚀')).toMatchObject({ subject: '🎁 هدية 👩🏽‍🚀' });
  });

  test('nothing is cut through the middle of a character', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(render('{{ lead.x | truncate: 3 }}', { x: family.repeat(5) })).toMatchObject({
      subject: `${family}${family}…`,
    });
    const rendered = render('{{ lead.x }}', { x: family.repeat(400) });
    expect(rendered).toMatchObject({ subject: `${family.repeat(249)}…` });
  });
});

describe('a template is refused when loaded', () => {
  test.each([
    ['{% frobnicate %}', 'there is no tag "frobnicate"'],
    ['{% include "x" %}', 'there is no tag "include"'],
    ['{% render "/etc/passwd" %}', 'name the partial in quotes'],
    ['{% layout "x" %}', 'there is no tag "layout"'],
    ['\n\n{{ lead.email | shout }}', 'line 3: there is no filter "shout"'],
    ['{% if lead.email %}', 'not closed'],
    ['{{ lead.email', 'not closed'],
    ['{% if %}{% endif %}', 'invalid value expression'],
  ])('%s', (source, detail) => {
    expect(refusal(source)).toContain(detail);
  });

  test('that is longer than any mail', () => {
    expect(refusal('x'.repeat(200_001))).toContain('is too long');
  });
});

describe('a template that never ends or grows without bound sends nothing', () => {
  test.each([
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% for i in (1..900000) %}{% for j in (1..900000) %}x{% endfor %}{% endfor %}',
    '{% assign a = "xxxxxxxxxx" %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}',
  ])('%s', (source) => {
    expect(refusal(source)).toContain('too much time or memory');
  });
});

test('what went wrong never quotes a value', () => {
  const fields = { company: 'Geheim NV', first_name: 'Geheim' };
  const sources = [
    '{{ lead[lead.company] }}',
    '{{ lead.first_name | times: lead.company | split: 3 | nope }}',
    '{% assign x = lead.first_name | split: "" %}{{ x }}',
    '{% for i in lead.first_name limit: lead.company %}{{ i.x }}{% endfor %}',
  ];
  for (const source of sources) expect(refusal(source, fields), source).not.toContain('Geheim');
});

test('a confirmation takes no link from a lead’s fields: a stranger may have filled them in', () => {
  const fields = {
    a: 'Win at https://evil.example',
    b: 'www.evil.example',
    c: 'evil.example/x',
    d: 'An B.V.',
  };
  const lead = { email: 'an@voorbeeld.be', language: 'nl', fields };
  expect(leadValues(lead, 'confirmation')).toEqual({ d: 'An B.V.', email: lead.email, language: 'nl' });
  expect(leadValues(lead, 'nurture')).toMatchObject(fields);
});
