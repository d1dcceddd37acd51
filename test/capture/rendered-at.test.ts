import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadIdOf } from '../../shared/actions/lead-id.ts';
import { signRenderedAt } from '../../shared/actions/rendered-at.ts';
import { getLead } from '../../shared/store/leads.ts';
import { DAY } from '../domain/story.ts';
import { type Answer, type Call, through } from '../gateway.ts';
import { tag } from '../pages/rendered.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { TestClock } from '../test-clock.ts';

let table: SuiteTable;
let clock: TestClock;
let call: (target: string, call?: Call) => Promise<Answer>;
beforeAll(async () => {
  table = await openSuiteTable();
  clock = new TestClock();
  await table.publish(sampleProgramme());
  const { handler } = await import('../../functions/capture/index.ts');
  call = through(handler);
});
afterAll(() => table?.drop());

let people = 0;

/** Signs somebody up with this time of drawing, as a browser does; answers what became of them. */
async function signUp(form: string, rendered_at: string) {
  const email = `person${++people}@voorbeeld.be`;
  const answer = await call(`/f/${form}`, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ email, rendered_at, 'consent[marketing]': 'on' }).toString(),
  });
  expect(answer.status).toBe(303);
  const lead = await getLead(table, leadIdOf(email, idKey), 'Europe/Brussels', true);
  const submitted = lead?.activities.find(({ type }) => type === 'form.submitted');
  return { lead, submitted };
}

async function drawn(form: string): Promise<string> {
  const { body } = await call(`/f/${form}`);
  return tag(body, 'input', 'name', 'rendered_at').value ?? '';
}

describe('the time at which a form was drawn', () => {
  it.each([
    ['sent at once', 0, 'fast'],
    ['sent after a minute', 60_000, undefined],
    ['sent the same day', DAY - 60_000, undefined],
    ['sent after more than a day', DAY + 60_000, 'old'],
  ])('stands signed in our own page: %s', async (_, later, suspicion) => {
    const at = await drawn('news');
    clock.laterMachine(later);
    const { submitted } = await signUp('news', at);
    expect(submitted?.suspicion).toBe(suspicion);
  });

  it('is for one form, and nobody else can write it', async () => {
    const at = await drawn('news');
    clock.laterMachine(60_000);
    const ofAnotherKey = signRenderedAt('news', clock.now().machine - 60_000, new Uint8Array(32));
    for (const forged of [await drawn('guide'), `${at}x`, at.slice(0, -1), 'r1.', 'r1.x.y', ofAnotherKey]) {
      const { submitted } = await signUp('news', forged);
      expect(submitted?.suspicion).toBe('forged');
    }
  });

  it.each(['', '2026-01-05T09:00:00Z', '1777626721000', 'noon'])(
    'is not ours to doubt where another client says it (%s)',
    async (at) => {
      const { submitted, lead } = await signUp('news', at);
      expect(submitted).toBeDefined();
      expect(submitted).not.toHaveProperty('suspicion');
      expect(lead?.mailability).toBe('subscribed');
    },
  );

  it('stays that of the first page when the form comes back with an error', async () => {
    const at = await drawn('guide');
    clock.laterMachine(60_000);
    const answer = await call('/f/guide', {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email: 'an@', rendered_at: at }).toString(),
    });
    expect(answer.status).toBe(422);
    expect(tag(answer.body, 'input', 'name', 'rendered_at').value).toBe(at);
  });

  it('is asked for by the embed script, and never kept on the way', async () => {
    const { body } = await call('/f/news/embed.js');
    expect(body).toContain("'/rendered-at'");
    const headers = { origin: 'https://acme.example' };
    const answer = await call('/f/guide/rendered-at', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': 'https://acme.example',
    });
    const { rendered_at } = answer.json() as { rendered_at: string };
    clock.laterMachine(60_000);
    expect((await signUp('guide', rendered_at)).submitted).not.toHaveProperty('suspicion');
    expect((await call('/f/nothing/rendered-at')).status).toBe(404);
  });
});

describe('a suspicious signup', () => {
  it('has to confirm even where the form asks nobody to, and its proof says so', async () => {
    const { lead, submitted } = await signUp('news', await drawn('news'));
    expect(lead).toMatchObject({
      mailability: 'pending_confirmation',
      awaited: { marketing: true },
      requests: [{ class: 'confirmation', form: 'news' }],
    });
    expect(lead?.consent.marketing).toBeUndefined();
    expect(submitted?.consent).toMatchObject({ method: 'unticked box, to be confirmed by mail' });
  });

  it('of a form that asks everybody to confirm is like any other', async () => {
    const { lead } = await signUp('guide', await drawn('guide'));
    expect(lead).toMatchObject({
      mailability: 'pending_confirmation',
      requests: [{ class: 'confirmation' }],
    });
  });
});
