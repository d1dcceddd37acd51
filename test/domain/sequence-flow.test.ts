import { describe, expect, it } from 'vitest';
import type { Config } from '../../shared/domain/programme/config.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { Sequence } from '../../shared/domain/sequence/sequence.ts';
import type { Migration, ResumePolicy, SequenceFlow } from '../../shared/domain/sequence/sequence-flow.ts';
import { factOf } from '../../shared/domain/statistics/statistics.ts';
import { DAY, HOUR, MINUTE, programme, Story } from './story.ts';

const email = (id: string, n: 1 | 2 = 1, stage = 'awareness') => ({
  id,
  type: 'email',
  template: `${stage}-${n}`,
});
const wait = (id: string, duration: string) => ({ id, type: 'wait', for: duration });
const sequence = (steps: unknown[], more: object = {}) =>
  Sequence.parse({ title: 'w', triggers: [{ form: 'guide' }], steps, ...more });

const begin = (steps: unknown[], id = 'lead_v1a', more: object = {}) => {
  const story = new Story(
    rulesOf(programme({ sequences: { welcome: sequence(steps, more) } as Config['sequences'] })),
  );
  story.signup({ leadId: id }).confirm();
  story.send();
  return story;
};
const flow = (story: Story, welcome: SequenceFlow) => {
  story.rules = { ...story.rules, config: { ...story.rules.config, sequenceFlow: { welcome } } };
};
const sentIn = (story: Story, days: number) => story.run(days * DAY);

describe('E11: a sequence that is paused', () => {
  const paused = (id?: string) => {
    const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)], id);
    flow(story, { paused: { since: story.now } });
    return story;
  };
  const resume = (story: Story, due: ResumePolicy, days = 10, spread = 0) => {
    const from = story.now;
    const silent = sentIn(story, days);
    flow(story, { pauses: [{ from, to: story.now, due, spread }] });
    return silent;
  };

  it('sends nothing, and costs a look at each lead now and then', () => {
    const story = paused();
    const before = story.it.version;
    expect(sentIn(story, 10)).toEqual([]);
    expect(story.it.version - before).toBeLessThan(160);
  });

  it.each<[ResumePolicy, number | undefined]>([
    ['send', 2 * HOUR],
    ['shift', 2 * DAY + 2 * HOUR],
    ['skip', undefined],
  ])('resumed after ten days with "%s" treats what became due so', (due, within) => {
    const story = paused();
    expect(resume(story, due)).toEqual([]);
    const sent = sentIn(story, 20);
    if (within === undefined) {
      expect(sent).toEqual([]);
      expect(story.timeline.filter(({ type }) => type === 'enrollment.step_skipped')).toMatchObject([
        { step: 'two' },
      ]);
    } else {
      expect(sent).toMatchObject([{ template: 'awareness-2' }]);
      expect(sent[0]?.after).toBeLessThanOrEqual(within);
      expect(sent[0]?.after).toBeGreaterThanOrEqual(within - 2 * HOUR);
    }
    expect(story.it.enrollments).toMatchObject([{ status: 'completed' }]);
  });

  it('does not burst: what became due leaves spread, one a lead', () => {
    const times = Array.from({ length: 40 }, (_, i) => {
      const story = paused(`lead_v1${i}`);
      resume(story, 'send', 10, 10 * DAY);
      const sent = sentIn(story, 11);
      expect(sent).toHaveLength(1);
      return Math.floor((sent[0]?.after ?? 0) / DAY);
    });
    const perDay = Array.from({ length: 10 }, (_, day) => times.filter((time) => time === day).length);
    expect(Math.max(...perDay)).toBeLessThan(12);
  });

  it('sends a lead one of all that became due in several sequences, and the rest behind the frequency cap', () => {
    const later = sequence([wait('w', 'P1D'), email('one'), wait('x', 'PT1H'), email('two', 2)]);
    const names = ['a', 'b', 'c'];
    const sequences = Object.fromEntries(names.map((name) => [name, later])) as Config['sequences'];
    const story = new Story(rulesOf(programme({ sequences })));
    story.signup().confirm();
    const flows = (one: SequenceFlow) => {
      const sequenceFlow = Object.fromEntries(names.map((name) => [name, one]));
      story.rules = { ...story.rules, config: { ...story.rules.config, sequenceFlow } };
    };
    const from = story.now;
    flows({ paused: { since: from } });
    expect(sentIn(story, 10).filter(({ template }) => template !== 'magnet')).toEqual([]);
    flows({ pauses: [{ from, to: story.now, due: 'send', spread: HOUR }] });
    const sent = sentIn(story, 20).map(({ after }) => after);
    expect(sent).toHaveLength(6);
    for (const [i, at] of sent.entries())
      expect(at - (sent[i - 1] ?? at - 20 * HOUR)).toBeGreaterThanOrEqual(20 * HOUR);
  });

  it('leaves alone what becomes due after the pause', () => {
    const story = paused();
    resume(story, 'shift', 1);
    expect(sentIn(story, 9)).toEqual([{ template: 'awareness-2', after: DAY }]);
  });
});

describe('E11: mails that are sent after a pause', () => {
  const hours = { from: '09:00', to: '11:00' };
  const crowd = (steps: unknown[], pause: (story: Story) => SequenceFlow, more: object = {}, count = 24) =>
    Array.from({ length: count }, (_, i) => {
      const story = begin(steps, `lead_v1${i}`, more);
      const flows = pause(story);
      flow(story, { paused: { since: story.now } });
      sentIn(story, 10);
      story.later(10 * HOUR); // resumed in the evening
      flow(story, flows);
      const resumed = story.now;
      const sent = sentIn(story.visit(), 20);
      expect(sent).toHaveLength(1);
      return { id: i, at: resumed + (sent[0]?.after ?? Number.NaN), resumed };
    });
  const resumed = (due: ResumePolicy, spread: number) => (story: Story) => ({
    pauses: [{ from: story.now, to: story.now + 10 * DAY + 10 * HOUR, due, spread }],
  });
  const clock = (at: number) => (at + HOUR) % DAY; // Brussels, in winter
  const steps = [email('one'), wait('w', 'P2D'), email('two', 2)];

  it('go out in the next hours of the sequence, spread over them and not all as they open', () => {
    const sent = crowd(steps, resumed('send', 90 * MINUTE), { window: hours });
    for (const { at, resumed } of sent) {
      expect(at - resumed).toBeLessThan(DAY);
      expect(clock(at)).toBeGreaterThanOrEqual(9 * HOUR);
      expect(clock(at)).toBeLessThan(10.5 * HOUR + MINUTE);
    }
    const perQuarter = new Map<number, number>();
    for (const { at } of sent) {
      const quarter = Math.floor(at / (15 * MINUTE));
      perQuarter.set(quarter, (perQuarter.get(quarter) ?? 0) + 1);
    }
    expect(Math.max(...perQuarter.values())).toBeLessThan(12);
    expect(perQuarter.size).toBeGreaterThan(3);
  });

  it('that do not fit in the hours of one day go on with those of the next', () => {
    const sent = crowd(steps, resumed('send', 6 * HOUR), { window: hours });
    const days = new Set(sent.map(({ at, resumed }) => Math.floor((at - resumed) / DAY)));
    expect([...days].sort()).toEqual([0, 1, 2]);
    for (const { at } of sent) expect(clock(at)).toBeLessThan(11 * HOUR);
  });

  it('wait anew for the day and the hour that the wait before them asked for', () => {
    const monday = { id: 'w', type: 'wait', for: 'P1D', until: { days: ['mon'], from: '09:00' } };
    for (const due of ['send', 'shift'] as const) {
      const sent = crowd([email('one'), monday, email('two', 2)], resumed(due, 30 * MINUTE), {}, 12);
      for (const { at } of sent) {
        expect(new Date(at).getUTCDay()).toBe(1);
        expect(clock(at)).toBeGreaterThanOrEqual(9 * HOUR);
        expect(clock(at)).toBeLessThan(9.5 * HOUR);
      }
    }
  });

  it('wait for a turn of their own, too, if they had been due before the pause', () => {
    const times = Array.from({ length: 40 }, (_, i) => {
      const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)], `lead_v1${i}`);
      story.later(3 * DAY).visit(); // due for a day, and not sent
      const from = story.now;
      flow(story, { paused: { since: from } });
      sentIn(story, 2);
      flow(story, { pauses: [{ from, to: story.now, due: 'shift', spread: 4 * HOUR }] });
      return sentIn(story.visit(), 2)[0]?.after ?? Number.NaN;
    });
    const perHour = [0, 1, 2, 3].map((hour) => times.filter((t) => Math.floor(t / HOUR) === hour).length);
    expect(perHour.reduce((sum, leads) => sum + leads, 0)).toBe(40);
    expect(Math.max(...perHour)).toBeLessThan(20);
  });
});

describe('E12: a sequence that is archived', () => {
  it('is cancelled for those in it, with their history, and takes nobody in', () => {
    const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)]);
    flow(story, { archived: { since: story.now } });
    expect(sentIn(story, 30)).toEqual([]);
    expect(story.it.enrollments).toMatchObject([{ status: 'cancelled' }]);
    expect(story.types).toContain('email.sent');
    const other = new Story(story.rules).signup().confirm();
    expect(other.it.enrollments).toEqual([]);
  });
});

const versions = new WeakMap<Story, Record<number, Sequence>>();
/** Publishes the next version of the sequence, with what is done with leads beside it. */
const publishNext = (
  story: Story,
  steps: unknown[],
  flowTo: (to: number, at: number) => SequenceFlow = () => ({}),
  more: object = {},
) => {
  const { config } = story.rules;
  const last = config.sequenceVersions.welcome ?? 1;
  const known = versions.get(story) ?? { 1: config.sequences.welcome as Sequence };
  const next = sequence(steps, more);
  const all = { ...known, [last + 1]: next };
  versions.set(story, all);
  story.rules = {
    config: {
      ...config,
      sequences: { welcome: next },
      sequenceVersions: { welcome: last + 1 },
      sequenceFlow: { welcome: { ...config.sequenceFlow?.welcome, ...flowTo(last + 1, story.now) } },
    },
    sequence: (_, version) => all[version],
  };
};

describe('a lead that had finished, when a later version has more behind its end', () => {
  const old = [email('one'), wait('w', 'P2D'), email('two', 2)];
  const longer = [...old, email('three', 1, 'engagement')];
  const offer = (story: Story, steps: unknown[] = longer, spread = 0, more: object = {}) =>
    publishNext(story, steps, (to, at) => ({ offer: { to, at, spread } }), more);
  const finished = (id?: string, more: object = {}) => {
    const story = begin(old, id, more);
    sentIn(story, 10);
    expect(story.it.enrollments).toMatchObject([{ status: 'completed', version: 1 }]);
    return story;
  };
  const templates = (sent: { template: string }[]) => sent.map(({ template }) => template);

  it('is left alone unless its marketer offers it', () => {
    const story = finished();
    publishNext(story, longer);
    expect(sentIn(story.visit(), 20)).toEqual([]);
  });

  it('goes on with what is new, once, however often it is looked at', () => {
    const story = finished();
    offer(story);
    const before = story.visit().it;
    expect(story.visit().it).toBe(before);
    expect(templates(sentIn(story, 20))).toEqual(['engagement-1']);
    expect(story.it.enrollments).toMatchObject([{ status: 'completed', version: 2, occurrence: 1 }]);
    expect(sentIn(story.visit(), 20)).toEqual([]);
    expect(story.types.filter((type) => type === 'enrollment.continued')).toHaveLength(1);
  });

  it('is counted as having begun once, gone on once, and finished twice', () => {
    const story = finished();
    offer(story);
    sentIn(story.visit(), 20);
    const counts = story.timeline.map((activity) => factOf(activity, 'direct')?.counts ?? {});
    const times = (what: string) => counts.filter((one) => one[`sequence|welcome|${what}`]).length;
    expect(['started', 'continued', 'completed'].map(times)).toEqual([1, 1, 2]);
  });

  it('waits as the new steps say, from its turn on', () => {
    const story = finished();
    offer(story, [...old, wait('x', 'P3D'), email('three', 1, 'engagement')]);
    expect(sentIn(story.visit(), 20)).toEqual([{ template: 'engagement-1', after: 3 * DAY }]);
  });

  it('waits until a wait at the old end is over', () => {
    const story = begin([email('one'), wait('w', 'P9D')]);
    story.later(DAY).visit();
    expect(story.it.enrollments).toMatchObject([{ status: 'completed' }]);
    offer(story, [email('one'), wait('w', 'P9D'), email('two', 2)]);
    expect(sentIn(story.visit(), 20)).toEqual([{ template: 'awareness-2', after: 8 * DAY }]);
  });

  it('is never sent a step again, wherever that stands now, nor one that an older version had', () => {
    const story = finished();
    offer(story, [wait('w', 'P2D'), email('two', 2), email('three', 1, 'engagement')]);
    expect(templates(sentIn(story.visit(), 20))).toEqual(['engagement-1']);
    offer(story, [
      email('two', 2),
      email('three', 1, 'engagement'),
      email('one'),
      email('four', 2, 'engagement'),
    ]);
    expect(templates(sentIn(story.visit(), 20))).toEqual(['engagement-2']);
  });

  it('comes in turn, not all at once, and in the hours of the sequence', () => {
    const window = { from: '09:00', to: '17:00' };
    const times = Array.from({ length: 40 }, (_, i) => {
      const story = finished(`lead_v1${i}`, { window });
      story.later(10 * HOUR);
      offer(story, longer, 4 * HOUR, { window });
      return story.now + (sentIn(story.visit(), 3)[0]?.after ?? Number.NaN);
    });
    const perHour = [9, 10, 11, 12].map((h) =>
      times.filter((t) => Math.floor(((t + HOUR) % DAY) / HOUR) === h),
    );
    expect(perHour.flat()).toHaveLength(40);
    expect(Math.max(...perHour.map(({ length }) => length))).toBeLessThan(20);
  });

  it('also after a pause of its own', () => {
    const story = finished();
    story.tell({ type: 'preferences.changed', at: story.now, generation: 1, pause: 'start', proof: {} });
    offer(story);
    expect(templates(sentIn(story.visit(), 60))).toEqual(['engagement-1']);
  });

  it.each<[string, (story: Story) => void]>([
    ['unsubscribed', (story) => story.unsubscribe()],
    [
      'came back only afterwards',
      (story) => {
        story.unsubscribe().later(DAY);
        offer(story);
        story.later(DAY).visit().signup().confirm();
      },
    ],
  ])('is left alone when it %s', (_, leave) => {
    const story = finished();
    leave(story);
    if (!story.rules.config.sequenceFlow) offer(story);
    const sent = templates(sentIn(story.visit(), 30)).filter((template) => template !== 'magnet');
    expect(sent).toEqual([]);
  });

  it('is left alone when it would be out of the sequence at once, or was taken out of it', () => {
    for (const moves of ['before', 'after'] as const) {
      const exitOn = ['stageChange'];
      const story = begin(old, 'lead_v1a', { exitOn });
      if (moves === 'after') sentIn(story, 10);
      story.tell({
        type: 'stage.set',
        at: story.now,
        field: 'nurtureStage',
        state: 'engagement',
        pinned: false,
        by: 'x',
      });
      expect(story.it.nurtureStage.state).toBe('engagement');
      const status = moves === 'after' ? 'completed' : 'exited';
      offer(story, longer, 0, { exitOn });
      expect(sentIn(story.visit(), 20)).toEqual([]);
      expect(story.it.enrollments).toMatchObject([{ status, version: 1 }]);
    }
  });

  it('has nothing to come when the new steps stand before its end, or nothing of the old ones is left', () => {
    for (const steps of [
      [email('one'), email('three', 1, 'engagement'), wait('w', 'P2D'), email('two', 2)],
      [email('three', 1, 'engagement')],
    ]) {
      const story = finished();
      offer(story, steps);
      expect(sentIn(story.visit(), 20)).toEqual([]);
      expect(story.it.enrollments).toMatchObject([{ status: 'completed', version: 1 }]);
    }
  });

  it('is not one that finishes later: who stays on its version stays to its end', () => {
    const story = begin(old);
    offer(story);
    expect(templates(sentIn(story.visit(), 20))).toEqual(['awareness-2']);
    expect(story.it.enrollments).toMatchObject([{ status: 'completed', version: 1 }]);
  });
});

describe('a lead in a version that is not the last', () => {
  const publish = (story: Story, steps: unknown[], migration?: Partial<Migration>) => {
    const old = story.rules.config.sequences.welcome;
    const next = sequence(steps);
    const { config } = story.rules;
    story.rules = {
      config: {
        ...config,
        sequences: { welcome: next },
        sequenceVersions: { welcome: 2 },
        ...(migration
          ? {
              sequenceFlow: {
                welcome: { migration: { to: 2, at: story.now, reschedule: true, spread: 0, ...migration } },
              },
            }
          : {}),
      },
      sequence: (_, version) => (version === 2 ? next : old),
    };
  };
  const inserted = [email('one'), email('new', 1, 'engagement'), wait('w', 'P2D'), email('two', 2)];

  it('E9: stays on it when a step is inserted before where it is, and gets what it began', () => {
    const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)]);
    publish(story, inserted);
    expect(sentIn(story, 20)).toEqual([{ template: 'awareness-2', after: 2 * DAY }]);
    expect(story.it.enrollments).toMatchObject([{ version: 1 }]);
  });

  it('E9: goes on in the new one when it migrates, behind the inserted step', () => {
    const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)]);
    publish(story, inserted, {});
    expect(sentIn(story, 20)).toEqual([{ template: 'awareness-2', after: 2 * DAY }]);
    expect(story.it.enrollments).toMatchObject([{ version: 2, status: 'completed' }]);
  });

  it('E9: is never sent a step again that it was sent, wherever that stands now', () => {
    const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)]);
    publish(
      story,
      [wait('w', 'P2D'), email('two', 2), wait('x', 'P1D'), email('one'), email('last', 1, 'engagement')],
      {},
    );
    expect(sentIn(story, 20).map(({ template }) => template)).toEqual(['awareness-2', 'engagement-1']);
  });

  it('goes on behind the step before which it was when that is gone', () => {
    const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)]);
    publish(story, [email('one'), wait('w', 'P2D'), email('other', 1, 'engagement')], {});
    expect(sentIn(story, 20).map(({ template }) => template)).toEqual(['engagement-1']);
  });

  it('E10: keeps the old due date when a delay is edited while it waits', () => {
    const story = begin([email('one'), wait('w', 'P10D'), email('two', 2)]);
    story.later(DAY);
    publish(story, [email('one'), wait('w', 'P3D'), email('two', 2)]);
    expect(sentIn(story, 20)).toEqual([{ template: 'awareness-2', after: 9 * DAY }]);
  });

  it('E10: counts from when the wait began, when it migrates', () => {
    const story = begin([email('one'), wait('w', 'P10D'), email('two', 2)]);
    story.later(DAY);
    publish(story, [email('one'), wait('w', 'P3D'), email('two', 2)], {});
    expect(sentIn(story.visit(), 20)).toEqual([{ template: 'awareness-2', after: 2 * DAY }]);
  });

  it('E10: what is over by that leaves spread, not at once for all', () => {
    const times = Array.from({ length: 40 }, (_, i) => {
      const story = begin([email('one'), wait('w', 'P10D'), email('two', 2)], `lead_v1${i}`);
      story.later(5 * DAY);
      publish(story, [email('one'), wait('w', 'P3D'), email('two', 2)], { spread: 4 * HOUR });
      return sentIn(story.visit(), 3)[0]?.after ?? Number.NaN;
    });
    expect(Math.max(...times)).toBeLessThanOrEqual(4 * HOUR);
    const perHour = [0, 1, 2, 3].map(
      (hour) => times.filter((time) => Math.floor(time / HOUR) === hour).length,
    );
    expect(Math.max(...perHour)).toBeLessThan(20);
  });

  it('E9: is not sent a step again that one version took out and a later one has again', () => {
    const story = begin([email('one'), wait('w', 'P2D'), email('two', 2)]);
    const migrate = (to: number, at: number) => ({ migration: { to, at, reschedule: true, spread: 0 } });
    publishNext(story, [wait('w', 'P2D'), email('two', 2)], migrate);
    story.visit();
    publishNext(story, [wait('w', 'P2D'), email('two', 2), email('one')], migrate);
    expect(sentIn(story.visit(), 20).map(({ template }) => template)).toEqual(['awareness-2']);
  });

  it('E10: what is over by that leaves in the next hours of the sequence, spread over them', () => {
    const more = { window: { from: '09:00', to: '17:00' } };
    const times = Array.from({ length: 40 }, (_, i) => {
      const story = begin([email('one'), wait('w', 'P10D'), email('two', 2)], `lead_v1${i}`, more);
      story.later(5 * DAY + 10 * HOUR);
      publishNext(
        story,
        [email('one'), wait('w', 'P3D'), email('two', 2)],
        (to, at) => ({ migration: { to, at, reschedule: true, spread: 4 * HOUR } }),
        more,
      );
      return story.now + (sentIn(story.visit(), 3)[0]?.after ?? Number.NaN);
    });
    const perHour = [9, 10, 11, 12].map((h) =>
      times.filter((t) => Math.floor(((t + HOUR) % DAY) / HOUR) === h),
    );
    expect(perHour.flat()).toHaveLength(40);
    expect(Math.max(...perHour.map(({ length }) => length))).toBeLessThan(20);
  });

  it('E10: counts from when the wait began also where that was one for a day of the week', () => {
    const monday = (duration: string) => ({
      ...wait('w', duration),
      until: { days: ['mon'], from: '09:00', to: '12:00' },
    });
    const story = begin([email('one'), monday('P20D'), email('two', 2)]);
    const began = story.now;
    story.later(DAY);
    publish(story, [email('one'), monday('P8D'), email('two', 2)], {});
    const [sent] = sentIn(story.visit(), 30);
    // Entered on a Monday at ten; eight days later is a Tuesday, so the Monday behind it.
    expect(story.now - 30 * DAY + (sent?.after ?? Number.NaN) - began).toBe(14 * DAY - HOUR);
  });
});
