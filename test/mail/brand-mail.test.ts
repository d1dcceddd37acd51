import { expect, test } from 'vitest';
import { Settings } from '../../shared/domain/programme/settings.ts';
import { Template } from '../../shared/domain/programme/template.ts';
import { compose } from '../../shared/mail/compose.ts';
import { sampleOrder } from '../../shared/mail/sample-order.ts';

const settings = Settings.parse({
  company: { name: 'Lindeveld', address: 'Kerkstraat 1, 9000 Gent' },
  sender: { name: 'An', email: 'an@lindeveld.example' },
  replyTo: 'office@lindeveld.example',
  senders: { bram: { name: 'Bram', email: 'bram@lindeveld.example' } },
  brand: {
    color: '#ffd400',
    logo: { url: 'https://www.lindeveld.example/logo.png', alt: 'Lindeveld & Co' },
    footer: { en: 'Since 1999' },
  },
  linkUrl: 'https://go.lindeveld.example/',
});

function made(sender?: string) {
  const content = { en: { subject: 'Hi', html: '<p><a class="button" href="{{ site_url }}/a">Go</a></p>' } };
  const template = Template.parse({ kind: 'nurture', content, ...(sender ? { sender } : {}) });
  const lead = { email: 'noor@voorbeeld.be', fields: {}, language: 'nl' };
  const at = { baseUrl: 'https://api.example', now: 0 };
  const composed = compose(sampleOrder({ settings, partials: {}, magnets: {} }, 'hi', template, lead, at));
  if (!composed.ok) throw new Error(composed.detail);
  return composed.message;
}

test('a brand has its logo, its colour and its line in every mail', () => {
  const { html, text } = made();
  expect(html).toContain(
    '<img src="https://www.lindeveld.example/logo.png" alt="Lindeveld &amp; Co" width="140"',
  );
  expect(html).toContain('bgcolor="#ffd400"');
  expect(html).toContain('Since 1999');
  expect(text).toContain('Since 1999');
});

test('a template may have a sender of its own, whose answers do not go to the programme’s', () => {
  expect(made()).toMatchObject({ from: '"An" <an@lindeveld.example>', replyTo: 'office@lindeveld.example' });
  const bram = made('bram');
  expect([bram.from, bram.replyTo]).toEqual(['"Bram" <bram@lindeveld.example>', undefined]);
});

test('links lead to the host that the settings name', () => {
  const { html, headers } = made();
  expect(html).toContain('href="https://go.lindeveld.example/a"');
  expect(headers['List-Unsubscribe']).toMatch(/^<https:\/\/go\.lindeveld\.example\/l\/unsubscribe\//);
  expect(html).not.toContain('api.example');
});
