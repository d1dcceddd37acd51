import { describe, expect, test } from 'vitest';
import { idKeyCheck } from '../../shared/actions/lead-id.ts';
import {
  archiveSequence,
  pauseSequence,
  publishSequence,
  resumeSequence,
} from '../../shared/actions/run-sequence.ts';
import { tourLeads } from '../../shared/actions/tour-leads.ts';
import { Sequence } from '../../shared/domain/sequence.ts';
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
  await publishSequence(context, check, slug, sequence(days, notice), { leads, reschedule: true });
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

  test('a pause holds what is due, and resuming lets it go', async () => {
    await publish('stop', 1);
    await pauseSequence(world.context(), check, 'stop');
    const lead = await world.signup('news');
    await world.context().rules.refresh();
    world.clock.later(2 * DAY);
    await world.sweep();
    expect(await in_(lead.id, 'stop')).toMatchObject({ status: 'active', step: 0 });
    await resumeSequence(world.context(), check, 'stop', 'send');
    await world.context().rules.refresh();
    await tour();
    expect(await in_(lead.id, 'stop')).toMatchObject({ status: 'active', step: 1 });
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
