import { describe, expect, it } from 'vitest';
import { historyOf } from '../../shared/domain/reports/history.ts';
import { sequenceResults } from '../../shared/domain/reports/sequence-results.ts';
import { factOf } from '../../shared/domain/statistics/statistics.ts';
import { addDays, type Days } from '../../shared/domain/statistics/tally.ts';

const AT = Date.UTC(2026, 2, 2);
const templates = { lesson: { promotional: false }, offer: { promotional: true } };

/** What a report tells when mails of these templates were sent, so many of each; `presumed`: nobody saw SES take it. */
function reportOf(sent: Record<string, number>, type = 'email.sent', sequence = 'welcome') {
  const days: Days = {};
  for (const [template, mails] of Object.entries(sent)) {
    for (let i = 0; i < mails; i++) {
      const mail = { class: 'nurture', template, sequence, step: template };
      const fact = factOf({ type, at: AT, ...mail }, 'direct');
      if (fact) addDays(days, { [fact.day]: fact.counts });
    }
  }
  const window = { from: '2026-03-01', to: '2026-03-31', templates };
  return sequenceResults(historyOf(days, '2026-03-31'), { field: 'lifecycle', goal: 'customer' }, window);
}

describe('the share of mails that advertise', () => {
  it('is that of mails sent, not of templates, and says so in a sentence', () => {
    const { promotion, sequences } = reportOf({ lesson: 6, offer: 2 });
    expect(promotion).toEqual({
      ...{ sent: 8, promotional: 2, unknown: 0, share: 0.25 },
      says: '2 of 8 mails advertised (25 %); the others were to help whoever got them.',
    });
    expect(sequences).toMatchObject([{ sequence: 'welcome', promotion }]);
    expect(sequences[0]?.steps.map(({ step, promotional }) => [step, promotional])).toEqual([
      ['lesson', false],
      ['offer', true],
    ]);
  });

  it('counts a mail that was sent as far as one can tell, and none that bounced later a second time', () => {
    expect(reportOf({ offer: 3 }, 'email.presumed_sent').promotion).toMatchObject({
      sent: 3,
      promotional: 3,
    });
    expect(reportOf({ offer: 3 }, 'email.bounced').promotion).toMatchObject({ sent: 0, promotional: 0 });
  });

  it('leaves out templates that are gone: nobody can say what they were', () => {
    const { promotion, sequences } = reportOf({ lesson: 3, offer: 1, gone: 5 });
    expect(promotion).toMatchObject({ sent: 9, promotional: 1, unknown: 5, share: 0.25 });
    expect(sequences[0]?.steps.find(({ step }) => step === 'gone')).not.toHaveProperty('promotional');
  });

  it.each([
    [{}, undefined, /^No mail was sent/],
    [{ gone: 2 }, undefined, /^No mail was sent of which/],
    [{ lesson: 4 }, 0, /^None of 4 mails advertised/],
    [{ offer: 1 }, 1, /^All of 1 mail advertised/],
    [{ lesson: 2, offer: 1 }, 1 / 3, /^1 of 3 mails advertised \(33.3 %\)/],
  ])('of %j is %s', (sent, share, says) => {
    const { promotion } = reportOf(sent as Record<string, number>);
    expect(promotion.share).toBe(share);
    expect(promotion.says).toMatch(says);
  });
});
