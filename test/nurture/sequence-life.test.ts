import { describe, expect, test } from 'vitest';
import { idKeyCheck } from '../../shared/actions/lead/lead-id.ts';
import { tourLeads } from '../../shared/actions/lead/tour-leads.ts';
import { countPositions } from '../../shared/actions/programme/count-positions.ts';
import {
  archiveSequence,
  pauseSequence,
  publishSequence,
  resumeSequence,
} from '../../shared/actions/programme/run-sequence.ts';
import { publishDraft, saveDraft } from '../../shared/actions/programme/sequence-draft.ts';
import { Sequence } from '../../shared/domain/sequence/sequence.ts';
import { noteTour } from '../../shared/store/tour.ts';
import { idKey } from '../suite-table.ts';
import { World } from './world.ts';

const world = new World();
// A programme that may be published as a whole.
const { away: _, ...forms } = world.programme.forms;
world.programme = { ...world.programme, forms };
world.open();
const check = idKeyCheck(idKey);
const DAY = 86_400_000;

const sequence = (days: number, notice = false) =>
  Sequence.parse({
    title: 'Slow',
    triggers: [{ form: 'news' }],
    steps: [
      ...(notice
        ? [
            {
              id: 'tell',
              type: 'notify',
              to: 'tom@acme.example',
              subject: 'New',
              text: 'It is {{ lead.email }}.',
            },
          ]
        : []),
      { id: 'rest', type: 'wait', for: `P${days}D` },
      { id: 'one', type: 'email', template: 'engagement-1' },
    ],
  });

const publish = async (slug: string, days: number, leads: 'stay' | 'migrate' = 'stay', notice = false) => {
  const context = world.context();
  await publishSequence(context, check, slug, sequence(days, notice), {
    leads,
    reschedule: true,
    finished: 'leave',
  });
  await context.rules.refresh();
};
const tour = () => tourLeads(world.context(), Number.POSITIVE_INFINITY);
const in_ = async (id: string, slug: string) =>
  (await world.load(id)).enrollments.find((e) => e.sequence === slug);

describe('what is done with a sequence', () => {
  test('reaches leads that wait for much later: who migrates to a shorter wait is due when that is over', async () => {
    await publish('slow', 30);
    const lead = await world.signup('news');
    const before = await in_(lead.id, 'slow');
    await publish('slow', 2, 'migrate');
    expect(await tour()).toBeGreaterThan(0);
    const after = await in_(lead.id, 'slow');
    expect([before?.version, after?.version]).toEqual([1, 2]);
    expect((after?.dueAt ?? 0) - (before?.startedAt ?? 0)).toBe(2 * DAY);
    expect(await tour()).toBe(0);
  });

  test('archiving ends what leads are in, wherever they are', async () => {
    await publish('short', 9);
    const lead = await world.signup('news');
    await archiveSequence(world.context(), check, 'short');
    await world.context().rules.refresh();
    await tour();
    expect(await in_(lead.id, 'short')).toMatchObject({ status: 'cancelled' });
  });

  test('a pause holds what is due, and resuming lets it go, at the account’s rate (E11)', async () => {
    await publish('stop', 1);
    await pauseSequence(world.context(), check, 'stop');
    const lead = await world.signup('news');
    await world.context().rules.refresh();
    world.clock.later(2 * DAY);
    await world.sweep();
    expect(await in_(lead.id, 'stop')).toMatchObject({ status: 'active', step: 0 });
    const { positions } = await countPositions(world.context(), 'stop');
    const leads = positions.reduce((sum, position) => sum + position.leads, 0);
    await resumeSequence(world.context(), check, 'stop', 'send');
    await world.context().rules.refresh();
    const { config } = await world.context().rules.current();
    // The account sends 500 mails a second.
    expect(leads).toBeGreaterThan(0);
    expect(config.sequenceFlow?.stop?.pauses).toMatchObject([{ due: 'send', spread: leads * 2 }]);
    await tour();
    expect(await in_(lead.id, 'stop')).toMatchObject({ status: 'active', step: 1 });
  });
});

describe('a new last step that is offered to those who had finished', () => {
  const context = () => world.context();
  const short = Sequence.parse({
    title: 'Short',
    triggers: [{ form: 'news' }],
    steps: [{ id: 'one', type: 'email', template: 'engagement-1' }],
  });
  const longer: Sequence = {
    ...short,
    steps: [...short.steps, { id: 'more', type: 'email', template: 'engagement-2' }],
  };
  const publishDrafted = async (
    slug: string,
    next: Sequence,
    finished: 'leave' | 'offer',
    dryRun = false,
  ) => {
    await saveDraft(context(), slug, next);
    const choice = { leads: 'stay', reschedule: true, finished } as const;
    const done = await publishDraft(context(), check, slug, choice, { dryRun });
    await context().rules.refresh();
    return done;
  };
  /** Sweeps until nobody has anything left to be sent. */
  const finish = async (leads: { id: string }[]) => {
    for (let rounds = 0; rounds < 12; rounds++) {
      world.clock.later(DAY);
      await world.sweep();
      await world.news();
      const found = await Promise.all(leads.map(({ id }) => world.load(id)));
      if (found.every(({ enrollments }) => enrollments.every(({ status }) => status !== 'active'))) return;
    }
  };
  const sentTo = (email: string, template: string) =>
    world.ses.calls.filter(({ to, tags }) => to[0] === email && tags.template === template).length;

  test('is counted first, then reaches all of them once, also when the tour comes again', async () => {
    await publishSequence(context(), check, 'news-end', short, {
      leads: 'stay',
      reschedule: true,
      finished: 'leave',
    });
    await context().rules.refresh();
    const leads = [];
    for (let i = 0; i < 4; i++) leads.push(await world.signup('news'));
    await finish(leads);
    const [gone, ...others] = leads;
    if (!gone) throw new Error('there are leads');
    await world.unsubscribe(gone);
    const looked = await publishDrafted('news-end', longer, 'leave', true);
    expect(looked.finished).toEqual({ leads: 4, offered: 3, complete: true });
    expect(looked.choices.leave).toContain('4 had finished it');
    expect(looked.choices.offer).toContain('3 of 4');

    world.ses.calls.length = 0;
    await publishDrafted('news-end', longer, 'offer');
    expect(await tour()).toBe(3);
    expect(await tour()).toBe(0);
    // Whoever made it died before they noted it.
    await noteTour(world.table, 'all', {});
    expect(await tour()).toBe(0);
    expect(await in_(gone.id, 'news-end')).toMatchObject({ status: 'completed', version: 1 });
    for (const { id } of others) {
      expect(await in_(id, 'news-end')).toMatchObject({ status: 'active', version: 2, occurrence: 1 });
    }
    await finish(leads);
    for (const { id, email } of others) {
      expect([sentTo(email, 'engagement-1'), sentTo(email, 'engagement-2')]).toEqual([0, 1]);
      expect(await in_(id, 'news-end')).toMatchObject({ status: 'completed', version: 2 });
    }
    expect(sentTo(gone.email, 'engagement-2')).toBe(0);
  });
});

test('a notice goes to the colleague, once, with the lead’s own words, and is no mail to the lead', async () => {
  await publish('notice', 5, 'stay', true);
  const lead = await world.signup('news');
  await world.sweep();
  await world.news();
  await world.sweep();
  const notices = world.ses.calls.filter(({ tags }) => tags.class === 'notice');
  expect(notices.map(({ to }) => to)).toEqual([['tom@acme.example']]);
  const { requests, openSends, lastNurtureAt } = await world.load(lead.id);
  expect([requests, openSends]).toEqual([[], []]);
  expect(lastNurtureAt).toBeDefined();
});
