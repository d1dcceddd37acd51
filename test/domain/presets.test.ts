import { describe, expect, test } from 'vitest';
import { aida4 } from '../../shared/domain/presets/aida-4.ts';
import { defaultScoring } from '../../shared/domain/presets/default-scoring.ts';
import { flywheel } from '../../shared/domain/presets/flywheel.ts';
import { kmoB2b } from '../../shared/domain/presets/kmo-b2b.ts';
import { nurture3 } from '../../shared/domain/presets/nurture-3.ts';
import { ScoringModel } from '../../shared/domain/score/scoring-model.ts';
import { type Facts, moves } from '../../shared/domain/stage/stage.ts';
import { StageModel } from '../../shared/domain/stage/stage-model.ts';
import { day } from './scoring-fixture.ts';
import { ago, facts } from './stage-fixture.ts';

const at = day(100);

/** The states that this cause leads through, from one in which the lead has been for ten days, or for `days`. */
function trace(preset: typeof kmoB2b, state: string, known: Partial<Facts>, days = 10): string {
  const { hops } = moves(StageModel.parse(preset), { state, since: at - ago(days) }, facts(known), at);
  return [state, ...hops.map((hop) => hop.to)].join(' → ');
}

describe('presets', () => {
  const presets = [nurture3, kmoB2b, aida4, flywheel];

  test.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s is a valid stage model',
    (_, preset) => {
      expect(StageModel.parse(preset)).toMatchObject({ id: preset.id, version: 1 });
    },
  );

  test.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s can reach all of its states',
    (_, preset) => {
      const { states, transitions, initial } = StageModel.parse(preset);
      const reached = new Set([initial]);
      for (const _round of states)
        for (const t of transitions) if ([t.from].flat().some((from) => reached.has(from))) reached.add(t.to);
      expect([...reached].sort()).toEqual(states.map((s) => s.id).sort());
    },
  );

  test('aida-4, being linear, only goes forward', () => {
    const { states, transitions, shape } = StageModel.parse(aida4);
    const rank = (id: string) => states.findIndex((s) => s.id === id);
    expect(shape).toBe('linear');
    for (const t of transitions)
      for (const from of [t.from].flat()) expect(rank(t.to)).toBeGreaterThan(rank(from));
  });

  test('the default scoring is valid, and its weights are the points that each attribute can give', () => {
    const { fit, engagement } = ScoringModel.parse(defaultScoring);
    for (const attribute of fit.attributes)
      expect(Math.max(...attribute.cases.map((one) => one.points))).toBe(attribute.weight);
    expect(engagement.halfLife).toEqual({ slow: 'P90D', standard: 'P30D', fast: 'P14D' });
  });

  test('a scoring without half-life, or with one that varies, is refused', () => {
    const withHalfLife = (fast: string) =>
      ScoringModel.safeParse({
        ...defaultScoring,
        engagement: { ...defaultScoring.engagement, halfLife: { slow: 'P90D', standard: 'P30D', fast } },
      }).success;
    expect(['P14D', 'P0D', 'PT0S', 'P1M'].map(withHalfLife)).toEqual([true, false, false, false]);
  });
});

describe('nurture-3', () => {
  test.each<[string, string, Partial<Facts>, string]>([
    ['a score of 22 begins engagement', 'awareness', { engagement: 22 }, 'awareness → engagement'],
    ['less does not', 'awareness', { engagement: 21.99, interactions: 1 }, 'awareness'],
    ['two interactions do', 'awareness', { interactions: 2 }, 'awareness → engagement'],
    ['a score of 50 begins endorsement', 'engagement', { engagement: 50 }, 'engagement → endorsement'],
    ['less does not', 'engagement', { engagement: 49.99, interactions: 9, contentsClicked: 2 }, 'engagement'],
    ['three contents do', 'engagement', { engagement: 20, contentsClicked: 3 }, 'engagement → endorsement'],
    ['a reply does', 'engagement', { engagement: 20, event: 'email.replied' }, 'engagement → endorsement'],
    ['a referral does', 'engagement', { engagement: 20, event: 'referral.made' }, 'engagement → endorsement'],
    [
      'a testimonial does',
      'engagement',
      { engagement: 20, event: 'testimonial.given' },
      'engagement → endorsement',
    ],
    [
      'a reply by a lead that only just came leads through both',
      'awareness',
      { event: 'email.replied' },
      'awareness → engagement → endorsement',
    ],
    [
      'a score of 50 leads through both',
      'awareness',
      { engagement: 60 },
      'awareness → engagement → endorsement',
    ],
    [
      'a score below 12 leads back',
      'engagement',
      { engagement: 11.99, interactions: 2 },
      'engagement → awareness',
    ],
    ['12 do not', 'engagement', { engagement: 12, interactions: 2 }, 'engagement'],
    [
      'a score below 35 leads back one level',
      'endorsement',
      { engagement: 34, contentsClicked: 3 },
      'endorsement → engagement',
    ],
    ['… not two', 'endorsement', { engagement: 5, contentsClicked: 3 }, 'endorsement → engagement'],
    ['35 do not', 'endorsement', { engagement: 35 }, 'endorsement'],
    ['a purchase moves nothing here', 'engagement', { engagement: 20, event: 'deal.won' }, 'engagement'],
  ])('%s', (_, state, known, expected) => {
    expect(trace(nurture3, state, known)).toBe(expected);
  });

  test('back only after seven days in the state', () => {
    expect(trace(nurture3, 'engagement', { engagement: 5 }, 6.99)).toBe('engagement');
    expect(trace(nurture3, 'engagement', { engagement: 5 }, 7)).toBe('engagement → awareness');
  });
});

describe('kmo-b2b', () => {
  const good: Partial<Facts> = { grade: 'B', engagement: 50, lastHumanActivity: ago(1) };

  test.each<[string, string, Partial<Facts>, string]>([
    ['complete fields make a prospect a lead', 'prospect', { formFieldsComplete: true }, 'prospect → lead'],
    ['A or B with 50 is an MQL', 'lead', good, 'lead → mql'],
    ['… not with less', 'lead', { ...good, engagement: 49 }, 'lead'],
    ['… not after 30 days of silence', 'lead', { ...good, lastHumanActivity: ago(31) }, 'lead'],
    ['… not when there is no way to reach it', 'lead', { ...good, contactable: false }, 'lead'],
    ['C or U need 75', 'lead', { ...good, grade: 'U' }, 'lead'],
    ['… and with them are MQLs', 'lead', { ...good, grade: 'C', engagement: 75 }, 'lead → mql'],
    ['D never is by score', 'lead', { ...good, grade: 'D', engagement: 100 }, 'lead'],
    [
      'who asks for sales is an MQL at any score',
      'prospect',
      { grade: 'D', event: 'demo.requested' },
      'prospect → mql',
    ],
    [
      '… and a complete prospect becomes a lead on the way',
      'prospect',
      { event: 'contact.requested', formFieldsComplete: true },
      'prospect → lead → mql',
    ],
    ['… unless graded F', 'lead', { grade: 'F', event: 'demo.requested' }, 'lead'],
    ['an MQL below 35 is a lead again', 'mql', { engagement: 34 }, 'mql → lead'],
    ['… not once sales touched it', 'mql', { engagement: 34, salesTouched: true }, 'mql'],
    ['sales accept', 'mql', { engagement: 60, event: 'sales.accepted' }, 'mql → sql'],
    ['sales give back, and it stays given back', 'mql', { ...good, event: 'sales.returned' }, 'mql → lead'],
    ['sales were too slow', 'mql', { ...good, event: 'sla.expired' }, 'mql → lead'],
    [
      'bad timing recycles, and it stays recycled',
      'mql',
      { ...good, event: 'sales.rejected', reason: 'bad_timing' },
      'mql → recycled',
    ],
    [
      'a student is disqualified',
      'sql',
      { event: 'sales.rejected', reason: 'student' },
      'sql → disqualified',
    ],
    ['a rejection without a reason moves nothing', 'sql', { event: 'sales.rejected' }, 'sql'],
    [
      'contacted and found good is an opportunity',
      'sql',
      { event: 'sales.assessed', assessment: 'positive', salesContacts: 1 },
      'sql → opportunity',
    ],
    [
      'found good but never contacted is not',
      'sql',
      { event: 'sales.assessed', assessment: 'positive' },
      'sql',
    ],
    ['found bad is not', 'sql', { event: 'sales.assessed', assessment: 'negative', salesContacts: 1 }, 'sql'],
    ['a lost deal recycles', 'opportunity', { ...good, event: 'deal.lost' }, 'opportunity → recycled'],
    ['a cool-off holds a recycled lead back', 'recycled', { ...good, coolOffRunning: true }, 'recycled'],
    ['… until it is over', 'recycled', good, 'recycled → mql'],
    [
      '… or it asks for sales itself',
      'recycled',
      { grade: 'C', coolOffRunning: true, event: 'demo.requested' },
      'recycled → mql',
    ],
    ['a deal won makes anyone a customer', 'prospect', { event: 'deal.won' }, 'prospect → customer'],
    [
      '… even who was disqualified',
      'disqualified',
      { event: 'conversion.recorded' },
      'disqualified → customer',
    ],
    [
      '… whatever else would move it',
      'prospect',
      { ...good, event: 'deal.won', formFieldsComplete: true },
      'prospect → customer',
    ],
    ['a first purchase makes no loyal customer', 'customer', { event: 'conversion.recorded' }, 'customer'],
    ['a second does', 'customer', { event: 'conversion.recorded', repeat: true }, 'customer → loyal'],
    ['a referral makes an advocate', 'loyal', { event: 'referral.made' }, 'loyal → advocate'],
    ['nothing leads back out of customer', 'customer', { engagement: 0, event: 'deal.lost' }, 'customer'],
  ])('%s', (_, state, known, expected) => {
    expect(trace(kmoB2b, state, known)).toBe(expected);
  });

  test.each([
    ['bad_timing', 60],
    ['no_budget', 90],
    ['no_response', 90],
  ])('rejected for %s: engagement anew, and %i days of cool-off', (reason, days) => {
    const model = StageModel.parse(kmoB2b);
    const moved = moves(model, { state: 'sql', since: 0 }, facts({ event: 'sales.rejected', reason }), at);
    expect(moved.effects).toEqual(['engagement.reset', { coolOff: ago(days) }]);
  });
});

describe('aida-4', () => {
  test.each<[string, string, Partial<Facts>, string]>([
    ['a magnet makes interest', 'awareness', { event: 'magnet.requested' }, 'awareness → interest'],
    ['a webinar does', 'awareness', { event: 'webinar.registered' }, 'awareness → interest'],
    ['a trial leads to a decision', 'interest', { event: 'trial.started' }, 'interest → decision'],
    ['a demo does', 'interest', { event: 'demo.requested' }, 'interest → decision'],
    ['a score of 50 does', 'interest', { engagement: 50 }, 'interest → decision'],
    ['a purchase is action', 'decision', { event: 'conversion.recorded' }, 'decision → action'],
    ['… from anywhere', 'awareness', { event: 'conversion.recorded' }, 'awareness → action'],
    ['nothing leads back', 'decision', { engagement: 0 }, 'decision'],
  ])('%s', (_, state, known, expected) => {
    expect(trace(aida4, state, known)).toBe(expected);
  });
});

describe('flywheel', () => {
  test.each<[string, string, Partial<Facts>, string]>([
    ['interactions engage', 'attract', { interactions: 2 }, 'attract → engage'],
    ['asking for a demo engages', 'attract', { event: 'demo.requested' }, 'attract → engage'],
    ['a purchase delights', 'attract', { event: 'conversion.recorded' }, 'attract → delight'],
    ['a referral makes an advocate', 'delight', { event: 'referral.made' }, 'delight → advocate'],
    ['silence leads back', 'engage', { engagement: 3, interactions: 2 }, 'engage → attract'],
    ['… but never out of delight', 'delight', { engagement: 0 }, 'delight'],
  ])('%s', (_, state, known, expected) => {
    expect(trace(flywheel, state, known)).toBe(expected);
  });
});
