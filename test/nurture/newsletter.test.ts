import { beforeAll, describe, expect, it } from 'vitest';
import { idKeyCheck } from '../../shared/actions/lead/lead-id.ts';
import { visitLead } from '../../shared/actions/lead/visit-lead.ts';
import {
  countAddressees,
  newsletterOf,
  startNewsletter,
  visitNewsletter,
} from '../../shared/actions/sending/send-newsletter.ts';
import { stopNewsletter } from '../../shared/actions/sending/stop-newsletter.ts';
import type { LeadFilter } from '../../shared/domain/lead/lead-filter.ts';
import { readNewsletters } from '../../shared/store/newsletters.ts';
import { idKey } from '../suite-table.ts';
import { World } from './world.ts';

const world = new World().open();
// A programme that may be published as a whole.
world.programme.settings.ownDomains = ['www.acme.example'];

const november = (template = 'awareness-1') => ({
  title: 'November',
  triggers: [],
  exitOn: [],
  reentry: 'every_time' as const,
  steps: [{ id: 'letter', type: 'email' as const, template }],
});
const publish = async (template?: string) => {
  const { sequences } = world.programme;
  // The leads' own sequence would be in the way of the frequency cap.
  const { awareness: _, ...others } = sequences;
  await world.table.publish({ ...world.programme, sequences: { ...others, november: november(template) } });
  await world.context().rules.refresh();
};
beforeAll(() => publish());

const letter = (filter: LeadFilter = {}) => newsletterOf(world.context(), 'november', filter);
const count = async (filter: LeadFilter = {}) => {
  const { addressees } = await countAddressees(
    world.context(),
    await letter(filter),
    Number.POSITIVE_INFINITY,
  );
  return addressees;
};
const mailed = () => world.calls.map(({ to }) => to).sort();

describe('a newsletter', () => {
  it('goes to each subscribed lead that the filter finds, once, however often it is asked for', async () => {
    const an = await world.signup('news');
    const bo = await world.signup('news');
    await world.confirm(await world.signup('guide'));
    const gone = await world.signup('news');
    await world.unsubscribe(gone);
    await world.signup('guide'); // not confirmed
    expect([await count({ form: 'news' }), await count()]).toEqual([2, 3]);

    const newsletter = await letter({ form: 'news' });
    expect((await startNewsletter(world.context(), newsletter)).isNew).toBe(true);
    expect((await startNewsletter(world.context(), newsletter)).isNew).toBe(false);
    await world.sweep();
    world.clock.later(60_000);
    await world.sweep();
    expect(mailed().filter((to) => [an.email, bo.email].includes(to ?? ''))).toHaveLength(2);
    expect(mailed()).not.toContain(gone.email);
    expect(await count({ form: 'news' })).toBe(0);
    expect(await startNewsletter(world.context(), newsletter)).toMatchObject({
      isNew: false,
      newsletter: { status: 'done', enrolled: 2 },
    });
  });

  it('is spread over the send rate, and a slice done twice enrols nobody twice', async () => {
    const leads = await world.plant(30);
    const newsletter = await letter();
    await startNewsletter(world.context(), newsletter);
    await Promise.all([1, 2, 3].map(() => visitNewsletter(world.context(), newsletter.id)));
    const all = await Promise.all(leads.map(({ id }) => world.load(id)));
    const due = all.map(({ enrollments }) => enrollments.filter((e) => e.sequence === 'november'));
    expect(due.every((entries) => entries.length === 1 && entries[0]?.occurrence === 1)).toBe(true);
    expect(new Set(due.flat().map(({ dueAt }) => dueAt)).size).toBeGreaterThan(20);
  });

  it('goes out again as its next version, to the same leads', async () => {
    const lead = await world.signup('news');
    await startNewsletter(world.context(), await letter());
    await world.sweep();
    world.clock.later(60_000);
    await world.sweep();
    await publish('awareness-2');
    world.clock.later(21 * 3_600_000);
    expect(await count()).toBe(1);
    await startNewsletter(world.context(), await letter());
    await world.sweep();
    world.clock.later(60_000);
    await world.sweep();
    expect(mailed()).toEqual([lead.email, lead.email]);
    await publish();
  });

  it('that is stopped goes to nobody who has not got it, and tells of those who have', async () => {
    const leads = await world.plant(6);
    const newsletter = await letter();
    await startNewsletter(world.context(), newsletter);
    await visitNewsletter(world.context(), newsletter.id);
    const dues = async () => {
      const all = await Promise.all(leads.map(({ id }) => world.load(id)));
      return all.map(({ enrollments }) => enrollments.find((e) => e.sequence === 'november'));
    };
    world.clock.later(600_000);
    const visitor = { isSweep: true, mails: true, nurture: true };
    for (const { id } of leads.slice(0, 2)) await visitLead(world.context(), id, visitor);
    expect(mailed()).toHaveLength(2);

    const stopped = await stopNewsletter(world.context(), idKeyCheck(idKey), newsletter.id);
    expect(stopped).toMatchObject({ status: 'stopped', enrolled: 6 });
    expect(await count()).toBe(0);
    await world.sweep();
    await world.sweep();
    expect(mailed()).toHaveLength(2);
    const ends = (await dues()).map((e) => e?.status).sort();
    expect(ends).toEqual([...Array(4).fill('cancelled'), ...Array(2).fill('completed')]);

    const again = await stopNewsletter(world.context(), idKeyCheck(idKey), newsletter.id);
    expect(again.slice).toBe(stopped.slice);
    expect(await startNewsletter(world.context(), newsletter)).toMatchObject({
      isNew: false,
      newsletter: { status: 'stopped' },
    });
    await publish('awareness-2');
    expect(await count()).toBe(6);
    const { newsletters } = await readNewsletters(world.context().table, 10);
    expect(newsletters.map(({ id }) => id)).toEqual([newsletter.id]);
  });

  it('is one email and nothing else', async () => {
    const steps = [...november().steps, { id: 'rest', type: 'wait' as const, for: 'P1D' }];
    const long = { ...november(), steps };
    await world.table.publish({ ...world.programme, sequences: { ...world.programme.sequences, long } });
    await world.context().rules.refresh();
    await expect(newsletterOf(world.context(), 'long', {})).rejects.toMatchObject({ code: 'invalid' });
    await expect(newsletterOf(world.context(), 'none', {})).rejects.toMatchObject({ code: 'not_found' });
  });
});
