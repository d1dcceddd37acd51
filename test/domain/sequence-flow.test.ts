import { describe, expect, it } from 'vitest';
import type { Config } from '../../shared/domain/config.ts';
import { rulesOf } from '../../shared/domain/rules.ts';
import { Sequence } from '../../shared/domain/sequence.ts';
import type { Migration, ResumePolicy, SequenceFlow } from '../../shared/domain/sequence-flow.ts';
import { DAY, HOUR, programme, Story } from './story.ts';

const email = (id: string, n: 1 | 2 = 1, stage = 'awareness') => ({
  id,
  type: 'email',
  template: `${stage}-${n}`,
});
const wait = (id: string, duration: string) => ({ id, type: 'wait', for: duration });
const sequence = (steps: unknown[], more: object = {}) =>
  Sequence.parse({ title: 'w', triggers: [{ form: 'guide' }], steps, ...more });

const begin = (steps: unknown[], id = 'lead_v1a') => {
  const story = new Story(
    rulesOf(programme({ sequences: { welcome: sequence(steps) } as Config['sequences'] })),
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
    const times = Array.from({ length: 60 }, (_, i) => {
      const story = paused(`lead_v1${i}`);
      resume(story, 'send', 10, 10 * DAY);
      const sent = sentIn(story, 20);
      expect(sent).toHaveLength(1);
      return Math.floor((sent[0]?.after ?? 0) / DAY);
    });
    const perDay = Array.from({ length: 10 }, (_, day) => times.filter((time) => time === day).length);
    expect(Math.max(...perDay)).toBeLessThan(18);
  });

  it('leaves alone what becomes due after the pause', () => {
    const story = paused();
    resume(story, 'shift', 1);
    expect(sentIn(story, 9)).toEqual([{ template: 'awareness-2', after: DAY }]);
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
});
