import { describe, expect, test } from 'vitest';
import type { TemplateContent } from '../../shared/domain/programme/template.ts';
import { Template } from '../../shared/domain/programme/template.ts';
import { checkTemplate } from '../../shared/mail/check-template.ts';

const context = { fields: ['first_name', 'company', 'website'] };

function check(content: Partial<TemplateContent>, kind: Template['kind'] = 'nurture', promotional = false) {
  const whole = { subject: 'Subject', html: '<p>Words</p>', ...content };
  return checkTemplate(Template.parse({ kind, promotional, content: { nl: whole } }), context);
}
const details = (html: string, kind?: Template['kind']) => check({ html }, kind).map((f) => f.detail);

test('a good template has no faults', () => {
  const html =
    '<p>Dag {{ lead.first_name | default: "daar" }},</p><p>{{ brand.name }} {{ lead.email }} {{ lead.language }}' +
    '<a href="https://lindeveld.example/a?b=c">x</a> <a href="{{ site_url }}/demo/x.html">y</a>' +
    '<a href="mailto:hello@lindeveld.example">z</a> <a name="top"></a><a href="{{ unsubscribe_url }}">u</a></p>';
  expect(
    check({ html, text: 'Dag {{ lead.company | default: "daar" }}', preheader: '{{ brand.address }}' }),
  ).toEqual([]);
});

describe('words that cannot be read', () => {
  test('point to the part and the line', () => {
    expect(
      check({ subject: '{{ lead.email', html: 'a\nb {% foo %}', text: '{{ lead.email | shout }}' }),
    ).toEqual([
      { pointer: '/content/nl/subject', detail: 'line 1: output "{{ lead.email" not closed' },
      { pointer: '/content/nl/html', detail: 'line 2: there is no tag "foo"' },
      { pointer: '/content/nl/text', detail: 'line 1: there is no filter "shout"' },
    ]);
  });
});

describe('a variable', () => {
  test('that nobody knows is refused', () => {
    expect(details('<p>\n{{ lead.frist_name | default: "x" }}</p>')).toEqual([
      'line 2: there is no "lead.frist_name" in this kind of mail',
    ]);
    expect(details('{% if nonsense %}x{% endif %}')).toHaveLength(1);
    expect(details('{{ lead }}')).toHaveLength(1);
  });

  test.each([
    ['confirm_url', 'nurture'],
    ['confirm_url', 'magnet'],
    ['magnet.title', 'nurture'],
    ['magnet.url', 'confirmation'],
    ['unsubscribe_url', 'confirmation'],
  ] as const)('%s is unknown in a %s mail', (name, kind) => {
    const link = kind === 'magnet' ? 'magnet.url' : 'confirm_url';
    const found = details(
      `{{ ${name} }} <a href="{{ ${kind === 'nurture' ? 'site_url' : link} }}">x</a>`,
      kind,
    );
    expect(found).toContain(`line 1: there is no "${name}" in this kind of mail`);
  });

  test('that a lead may lack needs a fallback, even when a form requires it (E25)', () => {
    expect(check({ subject: 'Hi {{ lead.first_name }}' })).toEqual([
      {
        pointer: '/content/nl/subject',
        detail:
          'line 1: "lead.first_name" may be missing: put "| default: …" right behind it, or an "if" around it',
      },
    ]);
  });

  test.each([
    '{{ lead.first_name | upcase | default: "x" }}',
    '{{ "x" | default: lead.first_name }}',
    '{{ lead.company | default: lead.first_name }}',
    '{{ "x" | append: lead.first_name }}',
    '{% if lead.company %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name %}x{% else %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name or lead.company %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name == blank %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name != "" %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name != empty %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name != "An" %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name == lead.company %}{{ lead.first_name }}{% endif %}',
    '{% unless lead.first_name %}{{ lead.first_name }}{% endunless %}',
    '{% assign name = lead.first_name %}{{ name }}',
    '{% case lead.company %}{% when "A" %}x{% else %}{{ lead.company }}{% endcase %}',
    '{% for i in lead.first_name %}x{% endfor %}',
    '{% for i in (1..3) %}{{ lead.first_name }}{% endfor %}',
    '{% if lead.first_name | default: "x" %}{{ lead.first_name }}{% endif %}',
  ])('%s may miss one', (html) => {
    expect(details(html)).toMatchObject([expect.stringContaining('may be missing')]);
  });

  test.each([
    '{{ lead.first_name | default: "x" | upcase }}',
    '{{ lead.first_name | default: brand.name }}',
    '{% if lead.first_name %}{{ lead.first_name | upcase }}{% endif %}',
    '{% if lead.first_name and lead.company %}{{ lead.first_name }} {{ lead.company }}{% endif %}',
    '{% if lead.first_name != blank %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name == blank %}x{% else %}{{ lead.first_name }}{% endif %}',
    '{% if lead.first_name == "An" %}{{ lead.first_name }}{% endif %}',
    '{% if lead.company contains "NV" %}{{ lead.company }}{% endif %}',
    '{% unless lead.first_name %}x{% else %}{{ lead.first_name }}{% endunless %}',
    '{% unless lead.first_name == blank %}{{ lead.first_name }}{% endunless %}',
    '{% if lead.first_name == nil %}x{% elsif lead.company %}{{ lead.first_name }} {{ lead.company }}{% endif %}',
    '{% assign name = lead.first_name | default: "x" %}{{ name }}',
    '{% assign name = lead.first_name %}{% if name %}{{ name }}{% endif %}{{ name | default: "x" }}',
    '{% case lead.company %}{% when "A" %}{{ lead.company }}{% else %}x{% endcase %}',
    '{% if lead.company %}{% assign parts = lead.company | split: "," %}{% for p in parts %}{{ p }}{{ forloop.index }}{% endfor %}{% endif %}',
    '{% raw %}{{ anything }}{% endraw %}{% comment %}{{ anything }}{% endcomment %}',
  ])('%s never does', (html) => {
    expect(details(html)).toEqual([]);
  });

  test('must be written out', () => {
    expect(details('{{ lead[lead.company] | default: "x" }}')).toEqual([
      'line 1: "lead[lead.company]": write the name of the field out',
    ]);
  });
});

describe('a link', () => {
  test.each([
    '/guide',
    'guide.html',
    '',
    '#top',
    '//lindeveld.example',
    'www.lindeveld.example',
    'ftp://x.example',
    'javascript:alert(1)',
    'https://',
    'https://exa mple/',
  ])('to "%s" is refused', (href) => {
    expect(details(`<a href="${href}">x</a>`)).toMatchObject([
      expect.stringContaining('is no full web address'),
    ]);
  });

  test.each([
    'https://x.example/?e={{ lead.email }}',
    '{{ lead.website | default: "https://x.example" }}',
    'mailto:{{ lead.email }}',
  ])('with a lead’s data in it is refused: %s', (href) => {
    expect(details(`<a href='${href}'>x</a>`)).toEqual(["a link must not hold a lead's own data"]);
  });

  test('is looked at in both branches of a condition', () => {
    const html = '{% if lead.company %}<a href="/one">x</a>{% else %}<a href="/two">x</a>{% endif %}';
    expect(details(html)).toHaveLength(2);
  });
});

describe('what a mail is for', () => {
  test('a confirmation links to confirm_url, in its text part too, in any case', () => {
    expect(check({}, 'confirmation')).toMatchObject([{ pointer: '/content/nl/html' }]);
    expect(details('{{ confirm_url }}', 'confirmation')).toHaveLength(1);
    expect(details('<a href="{{ confirm_url }}">Yes</a>', 'confirmation')).toEqual([]);
    expect(
      details('{% if lead.company %}<a href="{{ confirm_url }}">Yes</a>{% endif %}', 'confirmation'),
    ).toHaveLength(1);
    expect(
      check({ html: '<a href="{{ confirm_url }}">Yes</a>', text: 'Yes?' }, 'confirmation'),
    ).toMatchObject([{ pointer: '/content/nl/text' }]);
  });

  test('a magnet mail links to magnet.url', () => {
    expect(details('<p>{{ magnet.title }}</p>', 'magnet')).toHaveLength(1);
    expect(details('<a href="{{ magnet.url }}">{{ magnet.title }}</a>', 'magnet')).toEqual([]);
  });

  test('a confirmation is never promotional', () => {
    expect(check({ html: '<a href="{{ confirm_url }}">Yes</a>' }, 'confirmation', true)).toEqual([
      { pointer: '/promotional', detail: 'a confirmation carries no advertising' },
    ]);
  });
});

test('a template that takes too long is refused before it is ever sent', () => {
  expect(details('{% for i in (1..100000000) %}x{% endfor %}')).toEqual([
    'line 1: takes too much time or memory',
  ]);
});
