import { expect, it } from 'vitest';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { signRenderedAt } from '../../shared/actions/signup/rendered-at.ts';
import { sourceOf } from '../../shared/actions/signup/source-of.ts';
import type { Mailability } from '../../shared/domain/lead/lead.ts';
import { type Rules, rulesOf } from '../../shared/domain/programme/rules.ts';
import { DAY, Story } from '../domain/story.ts';
import type { Call } from '../gateway.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey } from '../suite-table.ts';
import { START } from '../test-clock.ts';
import { Door } from './door.ts';

const door = new Door().open();
const rules: Rules = rulesOf(sampleProgramme());

async function known(email: string, mailability: Mailability): Promise<string> {
  const story = new Story(rules);
  story.now = START;
  story.signup({ leadId: leadIdOf(email, idKey), email });
  await door.table.plant({ ...story.it, mailability });
  return email;
}

const post = (email: string, accept: string, website = '', rendered_at = ''): Call => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept },
  body: JSON.stringify({ email, website, rendered_at, consent: { marketing: true } }),
});

it.each(['*/*', 'text/html'])(
  'new, known, repeated, suppressed, suspicious and spam are answered alike, body and headers (%s)',
  async (accept) => {
    const run = accept.length;
    const stranger = `new${run}@voorbeeld.be`;
    const answers = [
      await door.call('/f/guide', post(stranger, accept)),
      await door.call('/f/guide', post(stranger, accept)),
      await door.call('/f/guide', post(`robot${run}@voorbeeld.be`, accept, 'https://spam.example')),
    ];
    for (const state of ['subscribed', 'unsubscribed', 'bounced', 'complained'] as const) {
      const email = await known(`${state}${run}@voorbeeld.be`, state);
      answers.push(await door.call('/f/guide', post(email, accept)));
    }
    const drawn = (at: number) => signRenderedAt('guide', at, idKey);
    const { machine } = door.clock.now();
    for (const [state, at] of [
      ['unsuspected', drawn(machine - 60_000)],
      ['fast', drawn(machine)],
      ['old', drawn(machine - 2 * DAY)],
      ['forged', `${drawn(machine)}x`],
    ] as const)
      answers.push(await door.call('/f/guide', post(`${state}${run}@voorbeeld.be`, accept, '', at)));
    const [first, ...others] = answers.map(({ status, headers, body }) => ({ status, headers, body }));
    for (const other of others) expect(other).toEqual(first);
  },
);

it('a source is a /24 or a /48, keyed; private addresses are none', () => {
  const of = (ip: string) => sourceOf(ip, idKey);
  expect(of('203.0.113.7')).toBe(of('203.0.113.250'));
  expect(of('203.0.113.7')).not.toBe(of('203.0.114.7'));
  expect(of('::ffff:203.0.113.7')).toBe(of('203.0.113.1'));
  expect(of('2001:db8:1::1')).toBe(of('2001:0db8:0001:ffff::2'));
  expect(of('2001:db8:1::1')).not.toBe(of('2001:db8:2::1'));
  expect(of('203.0.113.7')).not.toContain('203');
  for (const ip of ['127.0.0.1', '10.1.2.3', '::1', 'fd00::1', '', 'nonsense'])
    expect(of(ip)).toBeUndefined();
});
