import { beforeEach, describe, expect, it } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { DAY, HOUR } from '../domain/story.ts';
import { World } from './world.ts';

const world = new World().open();
const MINUTE = HOUR / 60;

/** Publishes how many confirmation mails one source may set off in which time. */
async function allow(mails: number, within: string): Promise<void> {
  const { settings } = world.programme;
  await world.table.publish({ ...world.programme, settings: { ...settings, sourceCap: { mails, within } } });
  await world.context().rules.refresh();
}

/** Goes on to a minute after the next window of this length begins. */
const nextWindow = (length: number) =>
  world.clock.later(length - (world.clock.now().machine % length) + MINUTE);

async function signups(count: number, ip?: string): Promise<Lead[]> {
  const leads: Lead[] = [];
  for (let i = 0; i < count; i++) leads.push(await world.signup('guide', ip ? { ip } : {}));
  return leads;
}

/** How many mails a sweep sends. */
async function sent(): Promise<number> {
  const before = world.calls.length;
  await world.sweep();
  return world.calls.length - before;
}

describe('confirmation mails that one part of the net sets off', () => {
  it('are so many in a time; the next one waits for the next window, and no other source does', async () => {
    await allow(3, 'PT1H');
    nextWindow(HOUR);
    const leads = await signups(5);
    expect(await sent()).toBe(3);
    const asked = world.calls.map(({ to }) => to);
    expect(new Set(asked).size).toBe(3);
    expect(world.told.filter((line) => line.includes('held back'))).toHaveLength(2);

    // The same /24, and two from elsewhere.
    await signups(1, '203.0.113.250');
    await signups(1, '203.0.114.7');
    await signups(1, '2001:db8::7');
    expect(await sent()).toBe(2);
    world.clock.later(50 * MINUTE);
    expect(await sent()).toBe(0);

    nextWindow(HOUR);
    expect(await sent()).toBe(3);
    const now = await Promise.all(leads.map(({ id }) => world.load(id)));
    expect(
      now.map(({ requests, confirmationsSentAt }) => [requests.length, confirmationsSentAt.length]),
    ).toEqual(leads.map(() => [0, 1]));
    nextWindow(HOUR);
    expect(await sent()).toBe(0);
  });

  it('hold back no magnet and no nurture mail', async () => {
    await allow(1, 'PT1H');
    nextWindow(HOUR);
    await signups(2);
    await world.signup('quick');
    await world.signup('news');
    expect(await sent()).toBe(3);
  });

  it('that waited for a day are given up: nobody is asked, until that person signs up again', async () => {
    await allow(1, 'PT12H');
    nextWindow(12 * HOUR);
    const leads = await signups(4);
    for (const expected of [1, 1, 1, 0, 0]) {
      expect(await sent()).toBe(expected);
      nextWindow(12 * HOUR);
    }
    const now = await Promise.all(leads.map(({ id }) => world.load(id)));
    const [never, ...others] = now.filter(({ confirmationsSentAt }) => confirmationsSentAt.length === 0);
    expect(others).toEqual([]);
    expect(never).toMatchObject({ mailability: 'pending_confirmation', requests: [] });
    if (!never) throw new Error('one was never asked');
    const again = await world.signup('guide', { email: never.email });
    expect(again.id).toBe(never.id);
    expect(await sent()).toBe(1);
  });
});

describe('confirmation mails to one address', () => {
  beforeEach(() => allow(1_000, 'PT1H'));

  it('are ten minutes apart and five a day, whoever asks from wherever; a day later there is one more', async () => {
    const { email } = await world.signup('guide');
    expect(await sent()).toBe(1);
    world.clock.later(MINUTE);
    await world.signup('guide', { email, magnet: 'checklist' });
    expect(await sent()).toBe(0);
    world.clock.later(10 * MINUTE);
    expect(await sent()).toBe(1);
    const more: number[] = [];
    for (let i = 0; i < 6; i++) {
      world.clock.later(11 * MINUTE);
      await world.signup('guide', { email, ip: `198.51.${i}.1` });
      more.push(await sent());
    }
    expect(more).toEqual([1, 1, 1, 0, 0, 0]);
    world.clock.later(DAY);
    expect(await sent()).toBe(0);
    await world.signup('guide', { email });
    expect(await sent()).toBe(1);
  });
});
