import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { TimeZone } from '../../shared/domain/programme/settings.ts';
import { waitEnd } from '../../shared/domain/sequence/wait.ts';
import { nextInWindow } from '../../shared/domain/time/local-window.ts';
import { DAY, HOUR, programme, Story } from './story.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const amsterdam = 'Europe/Amsterdam';
const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const until = (from: string, days?: readonly (typeof workdays)[number][]) => ({
  id: 'w',
  type: 'wait' as const,
  until: { from, ...(days ? { days: [...days] } : {}) },
});

describe('when a wait is over', () => {
  it('E1: at 09:00 on working days in Amsterdam: Friday 08:00Z, and a working day later, in summer time, Monday 07:00Z', () => {
    const nine = until('09:00', workdays);
    const friday = waitEnd(at('2026-03-26T20:00Z'), nine, amsterdam);
    expect(iso(friday)).toBe('2026-03-27T08:00');
    expect(iso(waitEnd(friday, { ...nine, businessDays: 1 }, amsterdam))).toBe('2026-03-30T07:00');
  });

  it('E2: at 02:30 on the night that skips it: 03:30, once', () => {
    const end = waitEnd(at('2026-03-28T12:00Z'), until('02:30'), amsterdam);
    expect(iso(end)).toBe('2026-03-29T01:30');
    expect(iso(waitEnd(end + 1, until('02:30'), amsterdam))).toBe('2026-03-30T00:30');
  });

  it('E3: at 02:30 on the night that has it twice: the first time, once', () => {
    const end = waitEnd(at('2026-10-24T12:00Z'), until('02:30'), amsterdam);
    expect(iso(end)).toBe('2026-10-25T00:30');
    expect(iso(waitEnd(end + HOUR, until('02:30'), amsterdam))).toBe('2026-10-26T01:30');
  });

  it('E4: in the zone of the settings when the lead gave none; a zone that nobody knows is refused', () => {
    const story = new Story(rulesOf(programme())).signup();
    expect([story.it.timeZone, story.it.timeZoneSource]).toEqual(['Europe/Brussels', 'default']);
    expect(TimeZone.safeParse('Mars/Olympus').success).toBe(false);
  });

  it('E5: at 09:00 in Kathmandu: 03:15Z', () => {
    expect(iso(waitEnd(at('2026-05-01T12:00Z'), until('09:00'), 'Asia/Kathmandu'))).toBe('2026-05-02T03:15');
  });

  it('E6: three days after 31 January, 10:00: by the calendar; a month after it: on the last day of February', () => {
    const from = at('2026-01-31T09:00Z');
    expect(iso(waitEnd(from, { id: 'w', type: 'wait', for: 'P3D' }, amsterdam))).toBe('2026-02-03T09:00');
    expect(iso(waitEnd(from, { id: 'w', type: 'wait', for: 'P1M' }, amsterdam))).toBe('2026-02-28T09:00');
  });

  it.each([
    ['before it opens', '2026-01-05T06:00Z', '2026-01-05T08:00'],
    ['inside it, now', '2026-01-05T12:00Z', '2026-01-05T12:00'],
    ['when it has closed, the next day', '2026-01-05T16:00Z', '2026-01-06T08:00'],
    ['on a Friday evening, on Monday', '2026-01-09T20:00Z', '2026-01-12T08:00'],
  ])('of a window of hours, %s', (_, from, expected) => {
    const window = { from: '09:00', to: '17:00', days: [...workdays] };
    expect(iso(nextInWindow(at(from), window, amsterdam))).toBe(expected);
  });
});

describe('a mail', () => {
  const story = (steps: unknown[], window?: object) => {
    const welcome = { title: 'w', triggers: [{ form: 'guide' }], steps, ...(window ? { window } : {}) };
    return new Story(rulesOf(programme({ sequences: { welcome } as never })))
      .signup({ timeZone: amsterdam })
      .confirm();
  };
  const email = (id: string, n: 1 | 2) => ({ id, type: 'email', template: `awareness-${n}` });
  const hours = { from: '09:00', to: '11:00' };

  it('that the frequency cap pushes out of its hours waits for the next ones', () => {
    const told = story([email('one', 1), email('two', 2)], hours);
    const sent = told.run(9 * DAY).filter(({ template }) => template !== 'magnet');
    // 10:00 in Amsterdam; 20 hours later it is 06:00.
    expect(sent).toEqual([
      { template: 'awareness-1', after: 0 },
      { template: 'awareness-2', after: 23 * HOUR },
    ]);
  });

  it('that nobody sent in its hours is not sent at night', () => {
    const told = story([{ id: 'w', type: 'wait', until: hours }, email('one', 1)]);
    told.send();
    const late = story([{ id: 'w', type: 'wait', for: 'P1D', until: hours }, email('one', 1)]);
    late.send();
    late.later(DAY + 12 * HOUR);
    expect(late.send()).toEqual([]);
    expect(late.visit().run(2 * DAY)).toEqual([{ template: 'awareness-1', after: 11 * HOUR }]);
  });
});
