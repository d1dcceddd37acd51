import { describe, expect, test } from 'vitest';
import { Settings } from '../../shared/domain/programme/settings.ts';
import { Template } from '../../shared/domain/programme/template.ts';
import { Magnet } from '../../shared/domain/signup/magnet.ts';
import { compose, type MailOrder } from '../../shared/mail/compose.ts';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import type { LinkKind } from '../../shared/mail/link-payload.ts';
import { readLink } from '../../shared/mail/links.ts';
import type { MailMessage } from '../../shared/mail/mail-message.ts';

const keys = parseKeyRing(`k1:${Buffer.alloc(32, 'a').toString('base64')}`);
const baseUrl = 'https://mail.lindeveld.example';
const now = Date.UTC(2026, 10, 22, 12);

const settings = Settings.parse({
  company: { name: 'Lindeveld & Co', address: 'Voorbeeldstraat 12\n9000 Gent\nBelgium' },
  sender: { name: 'Noor Claes', email: 'hello@lindeveld.example' },
  replyTo: 'noor@lindeveld.example',
  languages: ['nl', 'en'],
});
const lead = {
  id: 'lead_v1aeiq5ztjwm3cxd6yrk2npv7ho4',
  generation: 3,
  email: 'an@voorbeeld.be',
  fields: { first_name: 'An' },
  language: 'en',
};
const magnet = {
  slug: 'funnel-check',
  ...Magnet.parse({
    title: { en: 'The check', nl: 'De check' },
    url: { en: '/demo/guide/en.html' },
    template: 'magnet',
    linkLasts: 'P7D',
  }),
};

const bodies = {
  confirmation: '<p>Is this you?</p><p><a class="button" href="{{ confirm_url }}">Yes</a></p>',
  magnet: '<p>Here is {{ magnet.title }}.</p><p><a class="button" href="{{ magnet.url }}">Open it</a></p>',
  nurture:
    '<p>Hi {{ lead.first_name | default: "there" }}</p><ul><li>One</li></ul>' +
    '<p><a class="button" data-intent="high" href="{{ site_url }}/demo/case.html?a=1&amp;b=2">Read the case</a></p>',
};

function order(
  kind: Template['kind'],
  html: string = bodies[kind],
  more: Partial<MailOrder> = {},
): MailOrder {
  const content = { en: { subject: 'Hi', preheader: 'Short & sweet', html } };
  return {
    lead,
    kind,
    template: { slug: `${kind}-1`, ...Template.parse({ kind, content }) },
    sendId: 'send_2bq7c3dxa5fzg6hynimjvoklp4',
    attempt: 1,
    claimVersion: 12,
    claimedAt: now,
    settings,
    keys,
    baseUrl,
    now,
    ...(kind === 'magnet' ? { magnet, form: 'guide' } : {}),
    ...more,
  };
}

function send(...args: Parameters<typeof order>): MailMessage {
  const composed = compose(order(...args));
  if (!composed.ok) throw new Error(composed.detail);
  return composed.message;
}

/** What the first link of a kind in this text says. */
function linkIn<K extends LinkKind>(kind: K, text: string) {
  const [, token = ''] = new RegExp(`${baseUrl}/l/${kind}/([\\w.-]+)`).exec(text) ?? [];
  return readLink(kind, token, keys, now);
}

describe('every mail', () => {
  test.each(['confirmation', 'magnet', 'nurture'] as const)(
    'of kind %s says who sends it and from where',
    (kind) => {
      const { html, text, from, replyTo, to } = send(kind);
      expect(from).toBe('"Noor Claes" <hello@lindeveld.example>');
      expect(replyTo).toBe('noor@lindeveld.example');
      expect(to).toBe('an@voorbeeld.be');
      expect(html).toContain('Lindeveld &amp; Co, Voorbeeldstraat 12, 9000 Gent, Belgium');
      expect(text).toContain('Lindeveld & Co, Voorbeeldstraat 12, 9000 Gent, Belgium');
      expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    },
  );

  test('carries the tags by which its events are known, in characters that tags may have', () => {
    const step = { sequence: 'engagement', step: 'two' };
    const { tags } = send('nurture', undefined, { step });
    expect(tags).toEqual({
      lead: lead.id,
      generation: '3',
      send: 'send_2bq7c3dxa5fzg6hynimjvoklp4',
      attempt: '1',
      version: '12',
      claimed: String(now),
      class: 'nurture',
      template: 'nurture-1',
      ...step,
    });
    expect(send('magnet', undefined, { lead: { ...lead, generation: 1 } }).tags).not.toHaveProperty(
      'generation',
    );
    for (const value of Object.values(tags)) expect(value).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
  });

  test('is in the lead’s language, in the first of the settings that it has, or in any', () => {
    const part = (words: string) => ({ subject: words, html: `<p>${words}</p>` });
    const content = { fr: part('Bonjour'), nl: part('Dag'), en: part('Hi') };
    const template = { slug: 't', ...Template.parse({ kind: 'nurture', content }) };
    const subject = (language: string) =>
      send('nurture', undefined, { template, lead: { ...lead, language } }).subject;
    expect(subject('fr')).toBe('Bonjour');
    expect(subject('de')).toBe('Dag');
    const onlyFrench = {
      ...template,
      ...Template.parse({ kind: 'nurture', content: { fr: part('Bonjour') } }),
    };
    expect(send('nurture', undefined, { template: onlyFrench }).html).toContain('<html lang="fr" dir="ltr">');
  });

  test('is written right to left where its language is', () => {
    const template = {
      slug: 't',
      ...Template.parse({ kind: 'nurture', content: { ar: { subject: '🎁 هدية', html: '<p>هدية</p>' } } }),
    };
    const { html, subject } = send('nurture', undefined, { template });
    expect(subject).toBe('🎁 هدية');
    expect(html).toContain('lang="ar" dir="rtl"');
    expect(html).toContain('Unsubscribe');
  });

  test('hides its preheader at the top', () => {
    expect(send('nurture').html).toMatch(/<body[^>]*>\s*<div style="display:none[^>]*>Short &amp; sweet/);
  });
});

describe('a confirmation', () => {
  test('links to its confirmation, in both parts', () => {
    const { html, text } = send('confirmation');
    const expected = { ok: true, leadId: lead.id, generation: 3, issuedAt: now };
    expect(linkIn('confirm', html)).toEqual(expected);
    expect(linkIn('confirm', text)).toEqual(expected);
  });

  test('has nothing to unsubscribe from and tracks nothing', () => {
    const extra = `${bodies.confirmation}<p><a href="https://lindeveld.example/privacy">Privacy</a></p>`;
    const { html, text, headers } = send('confirmation', extra);
    expect(headers).toEqual({});
    for (const part of [html, text]) {
      expect(part).not.toMatch(/\/l\/(click|unsubscribe)\//);
      expect(part).toContain('https://lindeveld.example/privacy');
      expect(part).toContain('If it was not you, do nothing');
    }
  });
});

describe('a magnet mail', () => {
  test('links to the magnet for as long as the magnet says, untracked', () => {
    const { html, text } = send('magnet');
    const expected = {
      ok: true,
      leadId: lead.id,
      generation: 3,
      magnet: 'funnel-check',
      form: 'guide',
      language: 'en',
      expires: now + 7 * 86_400_000,
    };
    expect(linkIn('magnet', html)).toEqual(expected);
    expect(linkIn('magnet', text)).toEqual(expected);
    expect(html).not.toContain('/l/click/');
    expect(html).toContain('because you asked Lindeveld &amp; Co for “The check”');
  });

  test('without a magnet is not sent', () => {
    const { magnet: _, ...without } = order('magnet');
    expect(compose(without)).toMatchObject({ ok: false, reason: 'render_failed' });
  });
});

describe.each(['magnet', 'nurture'] as const)('a %s mail can be left', (kind) => {
  const { html, text, headers } = send(kind);
  const expected = { ok: true, leadId: lead.id, generation: 3, sendId: 'send_2bq7c3dxa5fzg6hynimjvoklp4' };

  test('by one click in the mailbox program (RFC 8058)', () => {
    expect(headers['List-Unsubscribe']).toMatch(
      /^<https:\/\/mail\.lindeveld\.example\/l\/unsubscribe\/[\w.-]+>$/,
    );
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(linkIn('unsubscribe', headers['List-Unsubscribe'] ?? '')).toEqual(expected);
  });

  test('by a visible link in both parts', () => {
    expect(linkIn('unsubscribe', html)).toEqual(expected);
    expect(linkIn('unsubscribe', text)).toEqual(expected);
    expect(html).toContain('>Unsubscribe</a>');
    expect(text).toContain('Unsubscribe: https://');
  });
});

describe('a nurture mail', () => {
  const click = {
    ok: true,
    leadId: lead.id,
    generation: 3,
    sendId: 'send_2bq7c3dxa5fzg6hynimjvoklp4',
    index: 0,
    content: 'nurture-1',
    intent: 'high',
    url: `${baseUrl}/demo/case.html?a=1&b=2`,
    links: 1,
    sentAt: now,
  };

  test('leads through signed clicks, in HTML and text alike', () => {
    const { html, text } = send('nurture');
    expect(linkIn('click', html)).toEqual(click);
    expect(linkIn('click', text)).toEqual(click);
    expect(html + text).not.toContain('/demo/case.html');
  });

  test('and in a text part of its author’s own', () => {
    const content = {
      en: { subject: 's', html: bodies.nurture, text: 'Case: {{ site_url }}/demo/case.html?a=1&b=2' },
    };
    const template = { slug: 'nurture-1', ...Template.parse({ kind: 'nurture', content }) };
    expect(linkIn('click', send('nurture', undefined, { template }).text)).toEqual(click);
  });

  test('has a text part made from its HTML, links shown, lines short', () => {
    const words = 'Long sentences are broken where a reader takes a breath. '.repeat(4);
    const { text } = send('nurture', `<h2>One</h2><p>${words}</p>${bodies.nurture}`);
    expect(text).toMatch(/^One\n\nLong sentences/);
    expect(text).toContain('Hi An');
    expect(text).toContain('- One');
    expect(text).toMatch(/Read the case\s+https:\/\//);
    for (const line of text.split('\n').filter((l) => !l.includes('http'))) {
      expect(line.length).toBeLessThanOrEqual(76);
    }
  });

  test('draws a button that Outlook draws too', () => {
    const { html } = send('nurture');
    expect(html).toMatch(/<table role="presentation"[^>]*><tr><td class="k-button" bgcolor=/);
    expect(html).not.toContain('data-intent');
    expect(html).not.toMatch(/<p[^>]*>\s*<table/);
  });

  test('with a value missing is not sent, and nothing says whose (E25)', () => {
    const composed = compose(order('nurture', '<p>Hi {{ lead.company }}</p>'));
    expect(composed).toEqual({
      ok: false,
      reason: 'render_failed',
      detail: 'html: line 1: "lead.company" is missing and has no fallback',
    });
  });

  test.each([
    '<script>alert(1)</script>',
    '{{amazonSESUnsubscribeUrl}}',
    '{{ lead.email }}',
    '$' + '{x}',
    '{% if x %}',
  ])('of somebody called %s shows that as it was typed, and runs nothing (E24)', (first_name) => {
    const { html, text } = send('nurture', undefined, { lead: { ...lead, fields: { first_name } } });
    expect(html).toContain(`Hi ${first_name.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}`);
    expect(html).not.toContain('<script');
    expect(text).toContain(`Hi ${first_name}`);
  });

  test.each(['an@voorbeeld.be', 'AN@voorbeeld.be', 'an%40voorbeeld.be'])(
    'with the lead’s address in a link (%s) is not sent: it would end up in logs',
    (address) => {
      const composed = compose(order('nurture', `<a href="https://x.example/?e=${address}">x</a>`));
      expect(composed).toMatchObject({ ok: false, reason: 'render_failed' });
      expect(JSON.stringify(composed)).not.toContain('voorbeeld');
    },
  );
});

describe('headers', () => {
  const from = (name: string) =>
    send('nurture', bodies.nurture, { settings: { ...settings, sender: { ...settings.sender, name } } }).from;

  test.each([
    ['Noor, of "Lindeveld"', '"Noor, of \\"Lindeveld\\"" <hello@lindeveld.example>'],
    ['a\\b', '"a\\\\b" <hello@lindeveld.example>'],
    ['Noé', '=?UTF-8?B?Tm/DqQ==?= <hello@lindeveld.example>'],
  ])('the sender %s is written %s', (name, expected) => {
    expect(from(name)).toBe(expected);
  });

  test('a long sender’s name is broken into words that split no character', () => {
    const name = 'Zoë 👩🏽‍🚀 هدية '.repeat(12).trim();
    const words = from(name).replace(' <hello@lindeveld.example>', '').split(' ');
    const decoded = words.map((word) => {
      expect(word.length).toBeLessThanOrEqual(75);
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(word.slice(10, -2), 'base64'));
    });
    expect(decoded.join('')).toBe(name);
  });

  test('nothing a lead typed gets into a header but the subject (E23)', () => {
    const first_name = 'Jan\r\nBcc: x@y.z';
    const template = {
      slug: 't',
      ...Template.parse({
        kind: 'nurture',
        content: { en: { subject: 'Hi {{ lead.first_name }}', html: '<p>Hi</p>' } },
      }),
    };
    const { subject, from, replyTo, to, headers } = send('nurture', undefined, {
      template,
      lead: { ...lead, fields: { first_name } },
    });
    expect(subject).toBe('Hi Jan Bcc: x@y.z');
    expect(JSON.stringify([from, replyTo, to, headers])).not.toContain('Jan');
  });

  test('one that SES would refuse is found before SES sees it', () => {
    const composed = compose(
      order('nurture', bodies.nurture, { baseUrl: `https://${'x'.repeat(1_000)}.example` }),
    );
    expect(composed).toMatchObject({ ok: false, reason: 'unsendable' });
  });
});
