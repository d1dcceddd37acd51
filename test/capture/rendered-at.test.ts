import { describe, expect, it } from 'vitest';
import { signRenderedAt } from '../../shared/actions/signup/rendered-at.ts';
import { DAY } from '../domain/story.ts';
import { tag } from '../pages/rendered.ts';
import { Door } from './door.ts';

const door = new Door().open();

let people = 0;

/** Signs somebody up with this time of drawing, as a browser does; answers what became of them. */
async function signUp(form: string, rendered_at: string) {
  const email = `person${++people}@voorbeeld.be`;
  const answer = await door.call(`/f/${form}`, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ email, rendered_at, 'consent[marketing]': 'on' }).toString(),
  });
  expect(answer.status).toBe(303);
  const lead = await door.load(email);
  const submitted = lead?.activities.find(({ type }) => type === 'form.submitted');
  return { lead, submitted };
}

async function drawn(form: string): Promise<string> {
  const { body } = await door.call(`/f/${form}`);
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
    door.clock.laterMachine(later);
    const { submitted } = await signUp('news', at);
    expect(submitted?.suspicion).toBe(suspicion);
  });

  it('is for one form, and nobody else can write it', async () => {
    const at = await drawn('news');
    door.clock.laterMachine(60_000);
    const ofAnotherKey = signRenderedAt('news', door.clock.now().machine - 60_000, new Uint8Array(32));
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
    door.clock.laterMachine(60_000);
    const answer = await door.call('/f/guide', {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email: 'an@', rendered_at: at }).toString(),
    });
    expect(answer.status).toBe(422);
    expect(tag(answer.body, 'input', 'name', 'rendered_at').value).toBe(at);
  });

  it('is asked for by the embed script, and never kept on the way', async () => {
    const { body } = await door.call('/f/news/embed.js');
    expect(body).toContain('/rendered-at');
    const headers = { origin: 'https://acme.example' };
    const answer = await door.call('/f/guide/rendered-at', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': 'https://acme.example',
    });
    const { rendered_at } = answer.json() as { rendered_at: string };
    door.clock.laterMachine(60_000);
    expect((await signUp('guide', rendered_at)).submitted).not.toHaveProperty('suspicion');
    expect((await door.call('/f/nothing/rendered-at')).status).toBe(404);
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
