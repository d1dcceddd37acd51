import { describe, expect, it } from 'vitest';
import { behaviourProfiles } from '../../shared/domain/presets/behaviour-profiles.ts';
import type { Config } from '../../shared/domain/programme/config.ts';
import { prices } from '../../shared/domain/rehearsal/aws-prices.ts';
import { scheduleOf } from '../../shared/domain/rehearsal/schedule.ts';
import { simulate } from '../../shared/domain/rehearsal/simulate.ts';
import { historyOf } from '../../shared/domain/reports/history.ts';
import { sequenceResults } from '../../shared/domain/reports/sequence-results.ts';
import { previewScore } from '../../shared/domain/score/score-preview.ts';
import { probabilitiesOfBest } from '../../shared/domain/sequence/best-variant.ts';
import { lintSequence, onlyPromotion } from '../../shared/domain/sequence/lint-sequence.ts';
import { Sequence } from '../../shared/domain/sequence/sequence.ts';
import { differenceInWords } from '../../shared/domain/sequence/sequence-difference.ts';
import { resultsOf } from '../../shared/domain/sequence/sequence-results.ts';
import { DAY, programme, START } from './story.ts';

const email = (id: string, n: 1 | 2 = 1) => ({ id, type: 'email', template: `awareness-${n}` });
const sequence = (steps: unknown[], more: object = {}) =>
  Sequence.parse({ title: 'w', triggers: [{ form: 'guide' }], steps, ...more });
const nine = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00' };

describe('a schedule', () => {
  it('E1: says when each mail would leave, by the engine itself', () => {
    const steps = [
      { id: 'first', type: 'wait', until: nine },
      email('one'),
      { id: 'next', type: 'wait', businessDays: 1, until: nine },
      email('two', 2),
    ];
    const start = Date.parse('2026-03-26T20:00:00Z');
    const scheduled = scheduleOf(programme(), 'welcome', sequence(steps), start, 'Europe/Amsterdam');
    expect(scheduled.map(({ step, at }) => [step, new Date(at).toISOString()])).toEqual([
      ['one', '2026-03-27T08:00:00.000Z'],
      ['two', '2026-03-30T07:00:00.000Z'],
    ]);
  });

  it('E5: is in the lead’s own zone, not in that of the settings', () => {
    const steps = [{ id: 'first', type: 'wait', until: nine }, email('one')];
    const start = Date.parse('2026-04-30T20:00:00Z');
    const scheduled = scheduleOf(programme(), 'welcome', sequence(steps), start, 'Asia/Kathmandu');
    expect(scheduled.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-05-01T03:15:00.000Z']);
  });
});

describe('a preview of a score', () => {
  const preview = (events: object[], at = START) =>
    previewScore(
      { email: 'an@bakery.example', fields: {}, events: events as never, at },
      programme().scoring,
    );

  it('tells each contribution, with decay, and the cap that refused one', () => {
    const click = (days: number, subject: string) => ({
      type: 'email.clicked',
      at: START - days * DAY,
      subject,
    });
    const { score, contributions } = preview([click(30, 'a'), click(30, 'a'), click(0, 'b')]);
    expect(contributions.map(({ counted, worth }) => [counted, worth])).toEqual([
      [true, 2.5],
      [false, 0],
      [true, 5],
    ]);
    expect(contributions[1]?.reason).toMatch(/^cap/);
    expect(score.engagement).toBeCloseTo(7.5, 9);
  });

  it('counts nothing from before an unsubscribing, and nothing that is still to come', () => {
    const { score, contributions } = preview([
      { type: 'email.replied', at: START - DAY },
      { type: 'lead.unsubscribed', at: START - 1 },
      { type: 'email.replied', at: START + DAY },
    ]);
    expect(contributions.map(({ reason }) => reason)).toEqual(['reset', 'later']);
    expect(score.engagement).toBe(0);
  });
});

describe('a simulation', () => {
  const run = (seed: number) =>
    simulate(
      programme(),
      'awareness',
      { leads: 60, days: 30, seed, arrivalDays: 7 },
      behaviourProfiles,
      START,
    );
  const result = run(1);

  it('is the same for the same seed, and another for another', () => {
    expect(run(1)).toEqual(result);
    expect(run(2)).not.toEqual(result);
  });

  it('loses no lead: each is in one state of each model, every day once all have come', () => {
    const sums = result.funnel.map(({ nurtureStage, lifecycle }) =>
      [nurtureStage, lifecycle].map((states) => Object.values(states).reduce((sum, n) => sum + n, 0)),
    );
    expect(sums.slice(7)).toEqual(sums.slice(7).map(() => [60, 60]));
    expect(Object.values(result.enrollments).reduce((sum, n) => sum + n, 0)).toBe(60);
  });

  it('counts mails and what they cost', () => {
    expect(result.mails.perDay.reduce((sum, n) => sum + n, 0)).toBe(result.mails.total);
    expect(result.mails.total).toBeGreaterThan(100);
    expect(result.cost.ses).toBeCloseTo((result.mails.total * prices.ses.millionMails) / 1_000_000, 9);
    expect(result.cost.total).toBeCloseTo(result.cost.ses + result.cost.other, 9);
  });

  it('gives up when it is told that it is late, and says how far it came', () => {
    let asked = 0;
    const size = { leads: 60, days: 30, seed: 1, arrivalDays: 7 };
    const late = () => simulate(programme(), 'awareness', size, behaviourProfiles, START, () => ++asked > 5);
    expect(late).toThrow('Only 5 of 60 leads');
  });

  it('of leads that click nothing leaves them all where they came in', () => {
    const silent = behaviourProfiles.slice(0, 1).map((p) => ({ ...p, click: 0, unsubscribe: 0 }));
    const { stuck, mails } = simulate(
      programme(),
      'awareness',
      { leads: 10, days: 30, seed: 1, arrivalDays: 1 },
      silent,
      START,
    );
    expect(stuck).toEqual([{ stage: 'awareness', leads: 10 }]);
    expect(mails.total).toBe(20);
  });
});

/** Of x = ½, 1, 1½ …, from Γ(½) = √π and Γ(1) = 1 up. */
function logGamma(x: number): number {
  return x < 1 ? Math.log(Math.PI) / 2 : x === 1 ? 0 : Math.log(x - 1) + logGamma(x - 1);
}
const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/**
 * P(A > B) with ½ added to each count, as a finite sum: from two rates of which nothing is known (½), success by
 * success and failure by failure (J. D. Cook, 2005). Given: worked and not, of each.
 */
function exactly([worked, failed]: [number, number], [otherWorked, otherFailed]: [number, number]): number {
  const at = { a: 0.5, b: 0.5, c: 0.5, d: 0.5 };
  let chance = 0.5;
  const add = (what: keyof typeof at, times: number, sign: 1 | -1) => {
    for (let i = 0; i < times; i++) {
      const { a, b, c, d } = at;
      chance += (sign * Math.exp(logBeta(a + c, b + d) - logBeta(a, b) - logBeta(c, d))) / at[what];
      at[what]++;
    }
  };
  add('a', worked, 1);
  add('b', failed, -1);
  add('c', otherWorked, -1);
  add('d', otherFailed, 1);
  return chance;
}

describe('results', () => {
  it('tell how probable it is that a variant is the best one', () => {
    const [first = 0, second = 0] = probabilitiesOfBest([
      { tried: 200, worked: 20 },
      { tried: 200, worked: 10 },
    ]);
    expect(first + second).toBeCloseTo(1, 9);
    expect(first).toBeCloseTo(exactly([20, 180], [10, 190]), 6);
    expect(probabilitiesOfBest([0, 1, 2].map(() => ({ tried: 50, worked: 5 })))).toEqual([
      expect.closeTo(1 / 3, 6),
      expect.closeTo(1 / 3, 6),
      expect.closeTo(1 / 3, 6),
    ]);
    // One that worked beside nothing at all: ½ + B(1, 1) / (½ · B(½, ½)²).
    expect(
      probabilitiesOfBest([
        { tried: 1, worked: 1 },
        { tried: 0, worked: 0 },
      ])[0],
    ).toBeCloseTo(0.5 + 2 / Math.PI ** 2, 6);
  });

  it('of a test and of a holdout come from the figures alone', () => {
    const steps = [
      { id: 'part', type: 'holdout', percent: 50 },
      { id: 'test', type: 'ab_test', variants: [{ template: 'awareness-1' }, { template: 'awareness-2' }] },
    ];
    const results = resultsOf('welcome', sequence(steps), {
      'sequence|welcome|started': 200,
      'sequence|welcome|goal|won': 30,
      'sequence|welcome|arm|mailed|leads': 100,
      'sequence|welcome|arm|mailed|goals': 20,
      'sequence|welcome|arm|held|leads': 100,
      'sequence|welcome|arm|held|goals': 10,
      'mail|nurture|awareness-1|welcome|test|sent': 50,
      'mail|nurture|awareness-1|welcome|test|clicked': 10,
      'mail|nurture|awareness-2|welcome|test|sent': 49,
      'mail|nurture|awareness-2|welcome|test|presumed': 1,
      'mail|nurture|awareness-2|other|test|sent': 9,
    });
    expect(results.enrollments).toMatchObject({ started: 200, goals: 30 });
    expect(results.tests[0]?.variants).toMatchObject([
      { template: 'awareness-1', sent: 50, clicked: 10, rate: 0.2 },
      { template: 'awareness-2', sent: 50, clicked: 0, rate: 0 },
    ]);
    expect(results.tests[0]?.variants[0]?.pBest).toBeGreaterThan(0.99);
    expect(results.holdout).toMatchObject({
      mailed: { leads: 100, goals: 20 },
      held: { goals: 10 },
      lift: 0.1,
    });
    expect(results.holdout?.pBetter).toBeCloseTo(exactly([20, 80], [10, 90]), 2);
  });

  it('of a holdout are those of the report, to the digit', () => {
    const counts = {
      'sequence|welcome|arm|mailed|leads': 80,
      'sequence|welcome|arm|mailed|goals': 12,
      'sequence|welcome|arm|held|leads': 40,
      'sequence|welcome|arm|held|goals': 8,
    };
    const { holdout } = resultsOf('welcome', sequence([email('one')]), counts);
    const window = { from: '2026-01-01', to: '2026-12-31', templates: {} };
    const history = historyOf({ '2026-03-01': counts }, '2026-12-31');
    const [told] = sequenceResults(history, { field: 'lifecycle', goal: 'customer' }, window).sequences;
    const { mailed, held, lift } = told?.holdout ?? {};
    const arm = (of: typeof mailed) => ({ rate: of?.share, interval: { low: of?.low, high: of?.high } });
    expect(holdout).toEqual({
      mailed: { leads: 80, goals: 12, ...arm(mailed) },
      held: { leads: 40, goals: 8, ...arm(held) },
      ...{ lift: lift?.difference, interval: { low: lift?.low, high: lift?.high } },
      pBetter: lift?.probability,
    });
    const nobodyHeld = { ...counts, 'sequence|welcome|arm|held|leads': 0 };
    expect(resultsOf('welcome', sequence([email('one')]), nobodyHeld)).not.toHaveProperty('holdout');
  });
});

describe('the lint of a sequence', () => {
  const codes = (steps: unknown[]) =>
    lintSequence(sequence(steps), programme()).map(({ pointer, code }) => [pointer, code]);

  it('finds a step that no lead comes to', () => {
    const steps = [
      { id: 'b', type: 'branch', when: { grade: ['A'] }, yes: 'two', no: 'end' },
      email('one'),
      email('two'),
    ];
    expect(codes(steps)).toEqual([['/steps/1', 'unreachable']]);
    expect(codes([{ id: 'out', type: 'exit' }, email('one')])).toEqual([['/steps/1', 'unreachable']]);
  });

  it('finds a wait that is longer than a year', () => {
    expect(codes([{ id: 'w', type: 'wait', for: 'P13M' }, email('one')])).toEqual([
      ['/steps/0', 'long_wait'],
    ]);
    expect(codes([{ id: 'w', type: 'wait', for: 'P1Y' }, email('one')])).toEqual([]);
  });

  it('finds a branch on a field that no form asks for, unless a step sets it', () => {
    const branch = { id: 'b', type: 'branch', when: { field: { name: 'size', filled: true } }, yes: 'one' };
    expect(codes([branch, email('one')])).toEqual([['/steps/0/when', 'unknown_field']]);
    expect(codes([{ id: 's', type: 'update_field', field: 'size', value: 1 }, branch, email('one')])).toEqual(
      [],
    );
  });

  it('finds a stage with nothing but promotion', () => {
    const config = programme();
    for (const name of ['engagement-1', 'engagement-2']) {
      const template = config.templates[name];
      if (template) template.promotional = true;
    }
    expect(onlyPromotion(config)).toMatchObject([
      { pointer: '/stages/nurture/states/1', code: 'only_promotion' },
    ]);
  });

  it('finds a first stage with nothing but promotion also where forms start its sequence', () => {
    const config = programme({
      sequences: { welcome: sequence([email('one')]) } as Config['sequences'],
    });
    expect(onlyPromotion(config)).toEqual([]);
    for (const template of Object.values(config.templates))
      template.promotional = template.kind === 'nurture';
    expect(onlyPromotion(config)).toMatchObject([{ pointer: '/stages/nurture/states/0' }]);
  });

  it('finds a notice to somebody whom the settings do not name', () => {
    const tell = (to: string) => [{ id: 'tell', type: 'notify', to, subject: 'New', text: 'Look.' }];
    expect(codes(tell('tom@acme.example'))).toEqual([['/steps/0/to', 'unknown_colleague']]);
    expect(codes(tell('Hello@acme.example'))).toEqual([]);
  });
});

it('the difference of two versions is told in words', () => {
  const before = sequence([email('one'), { id: 'w', type: 'wait', for: 'P2D' }, email('two', 2)]);
  const after = sequence([email('one'), { id: 'w', type: 'wait', for: 'P3D' }, email('three', 2)]);
  expect(differenceInWords(before, after)).toEqual([
    'The step "two" is gone.',
    'The step "w" is now a wait (for P3D), before a wait (for P2D).',
    'A new step "three" (the mail "awareness-2") at the end.',
  ]);
  expect(differenceInWords(before, before)).toEqual([]);
});
