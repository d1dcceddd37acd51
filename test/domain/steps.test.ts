import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { Sequence } from '../../shared/domain/sequence/sequence.ts';
import { DAY, HOUR, programme, START, Story } from './story.ts';

const email = (id: string, n: 1 | 2 = 1) => ({ id, type: 'email', template: `awareness-${n}` });
const wait = (id: string, duration: string) => ({ id, type: 'wait', for: duration });
const started = (steps: unknown[], more: object = {}, leadId = 'lead_v1a', zone = 'Europe/Amsterdam') => {
  const welcome = { title: 'w', triggers: [{ form: 'guide' }], steps, ...more };
  const story = new Story(rulesOf(programme({ sequences: { welcome } as never })));
  story.signup({ leadId, timeZone: zone, fields: { company: 'Bakery' } }).confirm();
  return story;
};
const nurture = (story: Story, days: number) =>
  story
    .run(days * DAY)
    .flatMap(({ template, after }) => (template === 'magnet' ? [] : [{ template, after }]));
const templates = (story: Story, days = 10) => nurture(story, days).map(({ template }) => template);

describe('a branch', () => {
  const steps = (when: object) => [
    { id: 'which', type: 'branch', when, yes: 'two', no: 'one' },
    email('one'),
    { id: 'over', type: 'branch', when: { grade: ['A', 'B', 'C', 'D', 'F', 'U'] }, yes: 'end' },
    email('two', 2),
  ];

  it.each([
    ['a field that holds the value', { field: { name: 'company', is: ['bakery'] } }, true],
    ['a field that holds another', { field: { name: 'company', is: ['mill'] } }, false],
    ['a field that is empty', { field: { name: 'country', filled: true } }, false],
    ['the score', { engagement: { gte: 5 } }, true],
    ['a score that is too low', { engagement: { gte: 90 } }, false],
    ['the stage', { stage: ['awareness'] }, true],
    ['another stage', { not: { stage: ['awareness'] } }, false],
    ['the lifecycle', { any: [{ lifecycle: ['prospect', 'lead'] }] }, true],
  ])('asks for %s', (_, when, isSo) => {
    expect(templates(started(steps(when)))).toEqual([isSo ? 'awareness-2' : 'awareness-1']);
  });

  it('asks whether a person clicked in a mail', () => {
    const sequence = [
      email('one'),
      wait('pause', 'P3D'),
      { id: 'which', type: 'branch', when: { clicked: 'awareness-1' }, no: 'end' },
      email('two', 2),
    ];
    const silent = started(sequence);
    expect(templates(silent)).toEqual(['awareness-1']);
    const story = started(sequence);
    story.send();
    story.later(HOUR).click('send2', 'awareness-1');
    expect(templates(story)).toEqual(['awareness-2']);
  });

  it('leads forward only, to steps that there are', () => {
    const to = (yes: string) =>
      Sequence.safeParse({
        title: 'w',
        triggers: [{ form: 'guide' }],
        steps: [email('one'), { id: 'b', type: 'branch', when: { grade: ['A'] }, yes }, email('two')],
      });
    expect([to('one'), to('b'), to('nowhere')].map(({ success }) => success)).toEqual([false, false, false]);
    expect([to('two'), to('end')].map(({ success }) => success)).toEqual([true, true]);
  });
});

describe('a step that changes the lead', () => {
  it('sets a field, once', () => {
    const story = started([
      { id: 'mark', type: 'update_field', field: 'segment', value: 'warm' },
      email('one'),
    ]);
    expect(story.it.fields.segment).toBe('warm');
    expect(story.types.filter((type) => type === 'lead.field_updated')).toHaveLength(1);
  });

  it('sets a stage, and what that starts begins at once', () => {
    const welcome = {
      title: 'w',
      triggers: [{ form: 'guide' }],
      steps: [{ id: 'up', type: 'set_stage', nurtureStage: 'engagement' }],
    };
    const further = { title: 'e', triggers: [{ stage: 'engagement' }], steps: [email('one')] };
    const story = new Story(rulesOf(programme({ sequences: { welcome, further } as never })));
    story.signup().confirm();
    expect(story.it.nurtureStage).toEqual({ state: 'engagement', since: START });
    expect(story.it.enrollments).toMatchObject([
      { status: 'completed' },
      { sequence: 'further', status: 'active' },
    ]);
    expect(story.timeline.find(({ to }) => to === 'engagement')).toMatchObject({
      cause: 'sequence',
      rule: 'welcome#up',
    });
  });
});

describe('a test of variants', () => {
  const test = (winner?: string) => ({
    id: 'test',
    type: 'ab_test',
    variants: [{ template: 'awareness-1' }, { template: 'awareness-2', weight: 3 }],
    ...(winner ? { winner } : {}),
  });

  it('sends a lead the same variant each time it is looked at, and leads by weight', () => {
    const sent = Array.from({ length: 120 }, (_, i) => started([test()], {}, `lead_v1${i}`).send().at(-1));
    expect(sent.slice(0, 20)).toEqual(
      Array.from({ length: 20 }, (_, i) => started([test()], {}, `lead_v1${i}`).send().at(-1)),
    );
    const second = sent.filter((template) => template === 'awareness-2').length;
    expect(second).toBeGreaterThan(70);
    expect(second).toBeLessThan(110);
  });

  it('sends everybody the winner once it is picked, those in the version before as well', () => {
    for (const id of ['lead_v1a', 'lead_v1b', 'lead_v1c', 'lead_v1d']) {
      const story = started([wait('w', 'P1D'), test()], {}, id);
      const config = structuredClone(story.rules.config);
      const step = config.sequences.welcome?.steps[1];
      if (step?.type === 'ab_test') step.winner = 'awareness-1';
      story.rules = { ...story.rules, config };
      expect(templates(story)).toEqual(['awareness-1']);
    }
  });
});

describe('a holdout', () => {
  const steps = [
    { id: 'part', type: 'holdout', percent: 30 },
    email('one'),
    { id: 'won', type: 'goal', when: { event: ['demo.requested'] } },
  ];
  const leads = Array.from({ length: 100 }, (_, i) => started(steps, {}, `lead_v1${i}`));
  const held = leads.filter((story) => story.it.enrollments[0]?.status === 'held');

  it('takes its share of leads', () => {
    expect(held.length).toBeGreaterThan(15);
    expect(held.length).toBeLessThan(45);
  });

  it('sends them nothing, and leaves no work behind', () => {
    expect(held.flatMap((story) => templates(story, 60))).toEqual([]);
  });

  it('counts the goals of both sides, each once, also of those who are through', () => {
    const goals = leads.map((story) => {
      story.run(2 * DAY);
      for (const id of ['a', 'b'])
        story.tell({ type: 'event.posted', event: 'demo.requested', at: story.now, id });
      return story.timeline.filter(({ type }) => type === 'enrollment.goal_reached').map(({ arm }) => arm);
    });
    expect(goals.map((arms) => arms.length)).toEqual(leads.map(() => 1));
    expect(goals.flat().filter((arm) => arm === 'held')).toHaveLength(held.length);
  });
});

describe('a goal', () => {
  it('takes a lead to behind it, from wherever it is', () => {
    const story = started([
      email('one'),
      wait('long', 'P30D'),
      email('two', 2),
      { id: 'won', type: 'goal', when: { event: ['demo.requested'] } },
    ]);
    story.send();
    story.later(DAY).tell({ type: 'event.posted', event: 'demo.requested', at: story.now });
    expect(story.it.enrollments).toMatchObject([{ status: 'completed' }]);
    expect(story.timeline.filter(({ type }) => type === 'enrollment.goal_reached')).toMatchObject([
      { sequence: 'welcome', step: 'won' },
    ]);
    expect(templates(story, 60)).toEqual([]);
  });
});

describe('re-entry', () => {
  it('every time: a lead that is through enters again, as another occurrence', () => {
    const story = started([email('one')], { reentry: 'every_time' });
    expect(templates(story)).toEqual(['awareness-1']);
    story.signup();
    expect(story.it.enrollments).toMatchObject([{ occurrence: 2, status: 'active' }]);
    expect(templates(story)).toEqual(['awareness-1']);
  });

  it('not while the lead is in it', () => {
    const story = started([wait('w', 'P5D'), email('one')], { reentry: 'every_time' });
    story.later(DAY).signup();
    expect(story.it.enrollments).toMatchObject([{ occurrence: 1 }]);
  });
});

describe('a notice', () => {
  const story = started([
    { id: 'tell', type: 'notify', to: 'tom@acme.example', subject: 'Look', text: 'At {{ lead.email }}' },
    wait('w', 'P1D'),
    email('one'),
  ]);

  it('is asked for once, and goes out as a mail of its own beside what the lead gets', () => {
    const sent = story.run(9 * DAY).map(({ template, after }) => [template, after]);
    expect(sent).toEqual([
      ['magnet', 0],
      ['notice', 0],
      ['awareness-1', DAY],
    ]);
    expect(story.timeline.filter((a) => a.type === 'email.sent' && a.class === 'notice')).toHaveLength(1);
  });

  it('still leaves when the lead unsubscribes', () => {
    const other = started([
      { id: 'tell', type: 'notify', to: 'tom@acme.example', subject: 'Look', text: 'Now' },
    ]);
    expect(other.unsubscribe().send()).toEqual(['notice']);
  });
});
