import { randomFrom } from '../../shared/domain/forecast/random.ts';
import type { Activity } from '../../shared/domain/lead/activity.ts';
import type { StagePosition } from '../../shared/domain/lead/lead.ts';
import { kmoB2b } from '../../shared/domain/presets/kmo-b2b.ts';
import { nurture3 } from '../../shared/domain/presets/nurture-3.ts';
import type { Models } from '../../shared/domain/reports/lens.ts';
import { StageModel } from '../../shared/domain/stage/stage-model.ts';
import { reach } from '../../shared/domain/stage/stage-path.ts';
import { factOf } from '../../shared/domain/statistics/statistics.ts';
import { addDays, type Days } from '../../shared/domain/statistics/tally.ts';

export const models: Models = {
  nurture: StageModel.parse(nurture3),
  lifecycle: StageModel.parse(kmoB2b),
};

const DAY = 86_400_000;
/** A Monday. */
export const FIRST = Date.UTC(2025, 11, 1);
/** The Sunday after a year of weeks. */
export const LAST = '2026-11-29';

/** What each lead does in a day, by where it is: the truth that reports are to find. */
export const daily: Record<string, Record<string, number>> = {
  prospect: { lead: 0.05 },
  lead: { mql: 0.012 },
  mql: { sql: 0.12, lead: 0.03, recycled: 0.02, disqualified: 0.02 },
  sql: { opportunity: 0.06, recycled: 0.02, disqualified: 0.01 },
  opportunity: { customer: 0.025, recycled: 0.03 },
  customer: { loyal: 0.004, advocate: 0.002 },
  loyal: { advocate: 0.002 },
  recycled: { mql: 0.002 },
  awareness: { engagement: 0.03 },
  engagement: { endorsement: 0.01, awareness: 0.02 },
  endorsement: { engagement: 0.01 },
};

export interface Imagined {
  days: Days;
  /** Each lead's true moves, to recount by other means. */
  lives: { born: number; source: string; moves: { at: number; field: string; from: string; to: string }[] }[];
}

/** A year of so many leads, told as activities and folded as the stream would; seeded. */
export function imagineYear(leads: number, { seed = 7, days: length = 364, keep = true } = {}): Imagined {
  const random = randomFrom(seed);
  const days: Days = {};
  const lives: Imagined['lives'] = [];
  const end = FIRST + length * DAY;
  for (let i = 0; i < leads; i++) {
    const born = FIRST + Math.floor(random() * length * DAY);
    const source = ['ads', 'newsletter', 'direct'][Math.floor(random() * 3)] ?? 'direct';
    const life = { born, form: i % 4 ? 'guide' : 'contact', sequences: ['awareness'] };
    const tell = (activity: Activity) => {
      const fact = factOf(activity, source, life);
      if (fact) addDays(days, { [fact.day]: fact.counts });
    };
    const entered = { nurtureStage: 'awareness', lifecycle: 'prospect' };
    tell({ type: 'form.submitted', at: born, form: life.form, entered });
    tell({ type: 'enrollment.started', at: born, sequence: 'awareness' });
    tell({
      type: 'email.sent',
      at: born,
      class: 'nurture',
      template: 'awareness-1',
      sequence: 'awareness',
      step: 'one',
    });
    if (random() < 0.2)
      tell({
        type: 'email.clicked',
        at: born,
        class: 'nurture',
        template: 'awareness-1',
        sequence: 'awareness',
        step: 'one',
      });
    const moves = [
      ...live(models.lifecycle, born, end, random, tell),
      ...live(models.nurture, born, end, random, tell),
    ];
    if (keep) lives.push({ born, source, moves });
  }
  return { days, lives };
}

function live(
  model: StageModel,
  born: number,
  end: number,
  random: () => number,
  tell: (activity: Activity) => void,
) {
  const moves: Imagined['lives'][number]['moves'] = [];
  let position: StagePosition = { state: model.initial, since: born };
  for (let at = born; ; ) {
    const ways = Object.entries(daily[position.state] ?? {});
    const rate = ways.reduce((sofar, [, chance]) => sofar + chance, 0);
    if (rate === 0) return moves;
    at += (-Math.log(1 - random()) / rate) * DAY;
    if (at >= end) return moves;
    const to = drawWay(ways, random() * rate);
    const from = position.state;
    const next = reach(model, position, to, at);
    const after = at - position.since;
    const reason = to === 'recycled' && from !== 'opportunity' ? { reason: 'no_budget' } : {};
    tell({ type: 'lead.stage_changed', at, field: model.field, from, to, after, ...reason, ...next.reach });
    if (to === 'customer') tellPurchase(at, random, tell);
    moves.push({ at, field: model.field, from, to });
    position = next.position;
  }
}

/** The way that `at`, between 0 and the sum of all chances, falls on. */
function drawWay(ways: [string, number][], at: number): string {
  let sofar = 0;
  for (const [to, chance] of ways) {
    sofar += chance;
    if (at < sofar) return to;
  }
  return ways.at(-1)?.[0] ?? '';
}

function tellPurchase(at: number, random: () => number, tell: (activity: Activity) => void): void {
  const major = 2_000 + Math.floor(random() * 4_000);
  tell({ type: 'deal.won', at, currency: 'EUR', value: major * 100, major, after: DAY * 30 });
  const endorsed = random() < 0.4;
  tell({
    ...{ type: 'conversion.recorded', at, currency: 'EUR', value: major * 100, contents: ['awareness-1'] },
    ...{ sinceSignup: 40 * DAY, endorsed, ...(endorsed ? { sinceEndorsement: 9 * DAY } : {}) },
  });
}
