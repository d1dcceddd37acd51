import { describe, expect, test } from 'vitest';
import { Template, type TemplateContent } from '../../shared/domain/programme/template.ts';
import { checkTemplate } from '../../shared/mail/check-template.ts';
import type { Partials } from '../../shared/mail/partials.ts';
import { rendererFor } from '../../shared/mail/render.ts';

const partials: Partials = {
  signature: {
    html: { en: '<p>Kind regards, {{ brand.name }}</p>', nl: '<p>Groeten, {{ brand.name }}</p>' },
    text: { en: 'Kind regards' },
  },
  greeting: { html: { en: '<p>Dear {{ lead.first_name | default: "reader" }}</p>' } },
  letter: { html: { en: '{% render "greeting" %}{% render "signature" %}' } },
  careless: { html: { en: '<p>Dear {{ lead.first_name }}</p>' } },
  snake: { html: { en: '{% render "tail" %}' } },
  tail: { html: { en: '{% render "snake" %}' } },
};
const values = {
  lead: { email: 'an@lindeveld.example', language: 'en', first_name: '<An>' },
  brand: { name: 'Lindeveld', address: 'Kerkstraat 1, Gent' },
  site_url: 'https://lindeveld.example',
};

const content = (html: string, text?: string): TemplateContent => ({
  subject: 'Hello',
  preheader: '',
  html,
  ...(text === undefined ? {} : { text }),
});

function render(language: string, html: string, text?: string) {
  const renderer = rendererFor(partials, { language, fallbacks: ['en'] });
  return renderer.render(content(html, text), values);
}

const faults = (html: string) =>
  checkTemplate(Template.parse({ kind: 'nurture', content: { en: { subject: 'Hi', html } } }), {
    fields: ['first_name'],
    partials,
  }).map(({ detail }) => detail);

describe('a partial', () => {
  test('stands in the language of the mail, in another where it has none, with the values of the mail', () => {
    expect(render('nl', '{% render "letter" %}')).toMatchObject({
      html: '<p>Dear &lt;An&gt;</p><p>Groeten, Lindeveld</p>',
    });
    expect(render('fr', "{% render 'signature' %}")).toMatchObject({
      html: '<p>Kind regards, Lindeveld</p>',
    });
  });

  test('has words of its own for text parts, or those of its HTML', () => {
    expect(render('en', 'x', '{% render "greeting" %}\n{% render "signature" %}')).toMatchObject({
      text: 'Dear <An>\nKind regards',
    });
  });

  test('is checked where it is used: what a lead may lack needs a fallback', () => {
    expect(faults('{% render "letter" %}')).toEqual([]);
    expect(faults('{% render "careless" %}')).toEqual([
      'line 1: "lead.first_name" may be missing: put "| default: …" right behind it, or an "if" around it',
    ]);
  });

  test.each([
    ['{% render "nowhere" %}', 'line 1: there is no partial "nowhere"'],
    [
      '{% render lead.first_name %}',
      'line 1: name the partial in quotes and nothing else: {% render "signature" %}',
    ],
    [
      '{% render "../secrets" %}',
      'line 1: name the partial in quotes and nothing else: {% render "signature" %}',
    ],
    ['{% render "snake" %}', 'line 1: the partial "snake" renders itself'],
    ['{% render "constructor" %}', 'line 1: there is no partial "constructor"'],
  ])('%s is refused', (html, detail) => {
    expect(faults(html)).toEqual([detail]);
  });
});
