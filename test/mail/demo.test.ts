import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { demoConfig } from '../../infra/local/demo/config.ts';
import { Config } from '../../shared/domain/programme/config.ts';
import { localize } from '../../shared/domain/programme/localize.ts';
import type { LeadMail } from '../../shared/domain/sending/send.ts';
import { checkTemplate } from '../../shared/mail/check-template.ts';
import { compose } from '../../shared/mail/compose.ts';
import { countGraphemes } from '../../shared/mail/graphemes.ts';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import { readLink } from '../../shared/mail/links.ts';
import type { MailMessage } from '../../shared/mail/mail-message.ts';

const config = Config.parse(demoConfig);
const keys = parseKeyRing(`k1:${Buffer.alloc(32, 'a').toString('base64')}`);
const baseUrl = 'http://localhost:3000';
const now = Date.UTC(2026, 10, 22);
const { magnets, templates, sequences } = config;

const mails = Object.entries(templates).flatMap(([name, { kind, content }]) =>
  Object.keys(content).map((language) => ({ name, kind, language })),
);

function send(mail: { name: string; language: string }, fields: Record<string, string> = {}): MailMessage {
  const template = templates[mail.name];
  const magnet = magnets['funnel-check'];
  if (!template || !magnet) throw new Error(`no ${mail.name}`);
  const composed = compose({
    lead: {
      id: 'lead_v1aeiq5ztjwm3cxd6yrk2npv7ho4',
      generation: 1,
      email: 'an@voorbeeld.be',
      fields,
      language: mail.language,
    },
    kind: template.kind,
    template: { ...template, slug: mail.name },
    sendId: 'send_2bq7c3dxa5fzg6hynimjvoklp4',
    attempt: 1,
    claimVersion: 1,
    claimedAt: now,
    settings: config.settings,
    ...(template.kind === 'magnet' ? { magnet: { ...magnet, slug: 'funnel-check' }, form: 'guide' } : {}),
    keys,
    baseUrl,
    now,
  });
  if (!composed.ok) throw new Error(composed.detail);
  return composed.message;
}

const part = (mail: { name: string; language: string }) => {
  const content = templates[mail.name]?.content[mail.language];
  if (!content) throw new Error(`no ${mail.name}`);
  return content;
};
const wordsIn = (html: string) =>
  html.replace(/<[^>]+>/g, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu)?.length ?? 0;

test('every name in the demo leads somewhere', () => {
  for (const form of Object.values(config.forms)) {
    expect(templates[form.confirmationTemplate]?.kind).toBe('confirmation');
    for (const magnet of form.magnets) expect(magnets[magnet]).toBeDefined();
  }
  for (const magnet of Object.values(magnets)) expect(templates[magnet.template]?.kind).toBe('magnet');
  const sent = Object.values(sequences).flatMap((s) =>
    s.steps.flatMap((step) => (step.type === 'email' ? [step.template] : [])),
  );
  expect(sent.map((name) => templates[name]?.kind)).toEqual(sent.map(() => 'nurture'));
  expect(new Set(sent).size).toBe(sent.length);
});

test('each nurture stage has a sequence of three mails that ends with the stage', () => {
  for (const { id } of config.stages.nurture.states) {
    const sequence = sequences[id];
    expect(sequence?.triggers).toEqual([{ stage: id }]);
    expect(sequence?.exitOn).toContain('stageChange');
    expect(sequence?.steps.filter((step) => step.type === 'email')).toHaveLength(3);
  }
});

test('the guide’s form asks for little, and for marketing only with a box', () => {
  const form = config.forms.guide;
  expect(form?.fields.map((f) => [f.name, f.required])).toEqual([
    ['email', true],
    ['first_name', false],
    ['company', false],
  ]);
  expect(form?.doubleOptIn).toBe(true);
  expect(form?.consent.marketing?.text.nl).toBeTruthy();
});

test('the check that admins get finds nothing wrong', () => {
  const fields = Object.values(config.forms).flatMap((form) => form.fields.map((f) => f.name));
  for (const [name, template] of Object.entries(templates)) {
    expect(checkTemplate(template, { fields }), name).toEqual([]);
  }
});

test('every mail is there in English and in Dutch', () => {
  for (const [name, { content }] of Object.entries(templates))
    expect(Object.keys(content), name).toEqual(['en', 'nl']);
});

describe.each(mails)('$name in $language', (mail) => {
  test('has a subject of under 60 characters and a preheader', () => {
    const { subject, html } = send(mail);
    const { preheader } = part(mail);
    expect(countGraphemes(subject)).toBeLessThan(60);
    expect(countGraphemes(preheader)).toBeGreaterThan(20);
    expect(countGraphemes(preheader)).toBeLessThan(100);
    expect(html).toContain(preheader);
    expect(subject + preheader).not.toContain('!');
  });

  test('has 80 to 250 words, one thing to do, and no shouting', () => {
    const { html } = part(mail);
    expect(wordsIn(html)).toBeGreaterThanOrEqual(80);
    expect(wordsIn(html)).toBeLessThanOrEqual(250);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toMatch(/<p><a class="button" /);
    expect(html).not.toMatch(/!/);
  });

  test('reads well for a lead who gave everything and for one who gave nothing', () => {
    for (const message of [send(mail), send(mail, { first_name: 'An', company: 'Bakkerij Peeters' })]) {
      expect(message.html + message.text + message.subject).not.toMatch(/undefined|null|\{\{|\{%|NaN/);
      expect(Buffer.byteLength(message.html)).toBeLessThan(30_000);
      expect(message.html).toContain('Voorbeeldstraat 12, 9000 Gent');
      expect(message.html).toContain(`<html lang="${mail.language}"`);
    }
  });

  test('leads to pages that exist', () => {
    const { html } = send(mail);
    for (const [, token = ''] of html.matchAll(/\/l\/click\/([\w.-]+)/g)) {
      const link = readLink('click', token, keys, now);
      if (!link.ok) throw new Error('not our link');
      const [file = '', fragment] = link.url.replace(`${baseUrl}/demo/`, '').split('#');
      const page = readFileSync(new URL(`../../infra/local/demo/${file}`, import.meta.url), 'utf8');
      expect(page).toContain(`<html lang="${mail.language}">`);
      if (fragment) expect(page).toContain(`id="${fragment}"`);
    }
  });
});

describe.each(['en', 'nl'])('the confirmation in %s', (language) => {
  const message = send({ name: 'confirmation', language });

  test('carries no advertising (§6.7)', () => {
    const words = `${message.subject} ${message.text}`.toLowerCase();
    const advertising =
      /\b(offer|discount|free|gratis|aanbod|aanbieding|korting|actie|promo\w*|best|beste|new|nieuw|guide|gids|newsletter|nieuwsbrief|tips?|customers|klanten|save|bespaar)\b/;
    expect(words).not.toMatch(advertising);
  });

  test('tracks nothing and offers nothing to leave', () => {
    expect(message.html + message.text).not.toMatch(/\/l\/(click|unsubscribe)\//);
    expect(message.headers).toEqual({});
  });

  test('says who sends it', () => {
    expect(message.from).toContain('Lindeveld');
    expect(message.text).toContain('Lindeveld, Voorbeeldstraat 12, 9000 Gent, Belgium');
  });
});

test('the guide is there in both languages', () => {
  for (const language of ['en', 'nl']) {
    const url = localize(magnets['funnel-check']?.url ?? {}, language);
    expect(existsSync(new URL(`../../infra/local${url}`, import.meta.url)), url).toBe(true);
  }
});

test('proof content counts as high intent', () => {
  const proof = mails.filter(({ name }) => name.startsWith('endorsement'));
  for (const mail of proof) expect(part(mail).html).toContain('data-intent="high"');
  const kinds: LeadMail[] = proof.map(({ kind }) => kind);
  expect(kinds.every((kind) => kind === 'nurture')).toBe(true);
});
