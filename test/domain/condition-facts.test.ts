import { describe, expect, test } from 'vitest';
import { Condition } from '../../shared/domain/lead/condition.ts';
import { type Facts, holds } from '../../shared/domain/stage/stage.ts';
import { ago, facts } from './stage-fixture.ts';

describe('a condition', () => {
  test.each<[string, Condition, Partial<Facts>, boolean]>([
    ['all: every part', { all: [{ contactable: true }, { repeat: true }] }, { repeat: true }, true],
    ['all: not only one', { all: [{ contactable: true }, { repeat: true }] }, {}, false],
    ['any: one part', { any: [{ contactable: true }, { repeat: true }] }, {}, true],
    ['any: not none', { any: [{ contactable: false }, { repeat: true }] }, {}, false],
    ['not', { not: { grade: ['F'] } }, {}, true],
    ['not, when it is so', { not: { grade: ['F'] } }, { grade: 'F' }, false],
    ['every key of one condition', { contactable: true, repeat: true }, {}, false],
    ['the event at hand', { event: ['demo.requested'] }, { event: 'demo.requested' }, true],
    ['another event', { event: ['demo.requested'] }, { event: 'page.viewed' }, false],
    ['no event', { event: ['demo.requested'] }, {}, false],
    ['a reason', { reason: ['no_budget'] }, { reason: 'no_budget' }, true],
    ['no reason', { reason: ['no_budget'] }, {}, false],
    ['an assessment', { assessment: 'positive' }, { assessment: 'positive' }, true],
    ['no assessment', { assessment: 'positive' }, {}, false],
    ['a grade', { grade: ['A', 'B'] }, { grade: 'B' }, true],
    ['gte is inclusive', { engagement: { gte: 22 } }, { engagement: 22 }, true],
    ['lt is exclusive', { engagement: { lt: 12 } }, { engagement: 12 }, false],
    ['a range', { engagement: { gte: 10, lt: 20 } }, { engagement: 15 }, true],
    ['interactions', { interactions: { gte: 2 } }, { interactions: 1 }, false],
    ['contents clicked', { contentsClicked: { gte: 3 } }, { contentsClicked: 3 }, true],
    ['contacts by sales', { salesContacts: { gte: 1 } }, { salesContacts: 0 }, false],
    ['time in the state, inclusive', { inStateFor: 'P7D' }, { inStateFor: ago(7) }, true],
    ['too short in the state', { inStateFor: 'P7D' }, { inStateFor: ago(7) - 1 }, false],
    ['recent activity, inclusive', { lastHumanActivityWithin: 'P30D' }, { lastHumanActivity: ago(30) }, true],
    ['older activity', { lastHumanActivityWithin: 'P30D' }, { lastHumanActivity: ago(30) + 1 }, false],
    ['no activity ever', { lastHumanActivityWithin: 'P30D' }, {}, false],
    ['complete forms', { formFieldsComplete: true }, {}, false],
    ['sales have not touched it', { salesTouched: false }, {}, true],
    ['no cool-off', { coolOff: 'over unless hand-raise' }, {}, true],
    ['a cool-off', { coolOff: 'over unless hand-raise' }, { coolOffRunning: true }, false],
    [
      'a demo request outranks the cool-off',
      { coolOff: 'over unless hand-raise' },
      { coolOffRunning: true, event: 'demo.requested' },
      true,
    ],
    [
      'a contact request outranks the cool-off',
      { coolOff: 'over unless hand-raise' },
      { coolOffRunning: true, event: 'contact.requested' },
      true,
    ],
  ])('%s', (_, condition, known, expected) => {
    expect(holds(Condition.parse(condition), facts(known))).toBe(expected);
  });

  test.each([{ inStateFor: 'P1M' }, { lastHumanActivityWithin: 'P1Y' }])(
    'refuses a length that varies: %o',
    (one) => {
      expect(Condition.safeParse(one).success).toBe(false);
    },
  );
});
