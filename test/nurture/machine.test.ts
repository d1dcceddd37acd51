import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { localClient } from '../../infra/local/table.ts';
import { planPublication } from '../../shared/domain/programme/publication.ts';
import { publishConfig } from '../../shared/store/config.ts';
import { readTimeline } from '../../shared/store/timeline.ts';
import { builtBundles } from '../bundles.ts';
import { sampleProgramme } from '../sample-programme.ts';

/** The built functions on the local machine: what the stream does alone, and what the sweep does alone. */
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocal({
    bundles: await builtBundles(),
    dynamodb: inject('dynamodb'),
    sweep: false,
    env: { KWEEK_HOLD: '5000:0' },
  });
  const client = localClient(stack.dynamodb);
  const { config } = planPublication(undefined, sampleProgramme(), Date.now());
  const slugs = Object.keys(config.sequences);
  // The machine's id key is its own: there is no check value to leave.
  await publishConfig({ client, name: stack.table }, config, slugs, '');
  client.destroy();
});
afterAll(() => stack?.stop());

const signUp = async (form: string, email: string) => {
  const response = await fetch(`${stack.url}/f/${form}`, {
    method: 'POST',
    body: new URLSearchParams({ email, 'consent[marketing]': 'on' }),
  });
  expect([response.status, await response.json()]).toEqual([200, { status: 'accepted' }]);
};
const mailsTo = (email: string) =>
  stack.ses.emails().filter(({ destination }) => destination.to.includes(email));
const subjects = (email: string) => mailsTo(email).map((mail) => mail.subject);
/** The first address of this kind in a mail. */
const linkIn = (html: string | undefined, kind: string) =>
  new RegExp(`http[^"\\s<]*/l/${kind}/[\\w.-]+`).exec(html ?? '')?.[0] ?? '';

it('the stream alone sends what a lead asks for, with no sweep', async () => {
  await signUp('quick', 'stream@voorbeeld.be');
  await stack.settle();
  expect(subjects('stream@voorbeeld.be')).toEqual(['Here it is']);
});

it('the sweep alone sends it, while the stream’s reader stands still', async () => {
  await stack.stream.start.pause();
  await signUp('quick', 'sweep@voorbeeld.be');
  await stack.settle();
  expect(subjects('sweep@voorbeeld.be')).toEqual([]);
  expect(await stack.sweepNow()).toMatchObject({ sent: 1, stopped: 'nothing due' });
  stack.stream.start.resume();
  await stack.settle();
  expect(subjects('sweep@voorbeeld.be')).toEqual(['Here it is']);
});

it('a lead goes all the way: confirmation, button, magnet, nurture, click, unsubscribe, each once in its timeline', async () => {
  const email = 'way@voorbeeld.be';
  await signUp('guide', email);
  await stack.settle();
  expect(subjects(email)).toEqual(['Please confirm']);

  const confirm = linkIn(mailsTo(email)[0]?.body.html, 'confirm');
  expect((await fetch(confirm)).status).toBe(200);
  await stack.settle();
  expect(subjects(email)).toHaveLength(1);
  expect((await fetch(confirm, { method: 'POST' })).status).toBe(200);
  await stack.settle();
  expect(subjects(email)).toEqual(['Please confirm', 'Here it is']);

  await stack.sweepNow();
  await stack.settle();
  expect(subjects(email)).toEqual(['Please confirm', 'Here it is', 'About growing']);
  const [, magnet, nurture] = mailsTo(email);
  const fetched = await fetch(linkIn(magnet?.body.html, 'magnet'), { redirect: 'manual' });
  expect([fetched.status, fetched.headers.get('location')]).toEqual([302, `${stack.url}/guide`]);
  const headers = { 'user-agent': 'Mozilla/5.0 Firefox/140.0' };
  const clicked = await fetch(linkIn(nurture?.body.html, 'click'), { redirect: 'manual', headers });
  expect(clicked.headers.get('location')).toBe('https://acme.example/read');
  // The verdict on the click falls when its hold is over.
  stack.clock.advance({ programme: 5_000, machine: 5_000 });
  await stack.sweepNow();

  const list = nurture?.headers?.find(({ name }) => name === 'List-Unsubscribe')?.value ?? '';
  const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
  expect((await fetch(list.slice(1, -1), oneClick)).status).toBe(200);
  await stack.settle();

  const client = localClient(stack.dynamodb);
  const leadId = nurture?.tags.lead ?? '';
  const entries = await readTimeline({ client, name: stack.table }, leadId, 1);
  client.destroy();
  const types = entries.flatMap((entry) => entry.activities.map((activity) => activity.type)).sort();
  expect(types).toEqual(
    [
      ...['form.submitted', 'magnet.requested', 'lead.confirmed', 'enrollment.started'],
      ...['email.sent', 'email.sent', 'email.sent'],
      ...['email.delivered', 'email.delivered', 'email.delivered'],
      ...['email.clicked', 'lead.stage_changed', 'enrollment.exited', 'enrollment.started'],
      ...['lead.unsubscribed', 'enrollment.exited'],
    ].sort(),
  );
});
