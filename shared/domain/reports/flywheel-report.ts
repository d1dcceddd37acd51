import { kaplanMeier, timeUntil } from '../forecast/kaplan-meier.ts';
import { pathOf } from '../stage/stage-path.ts';
import { bucketEnd } from '../stage/time-in-stage.ts';
import { quantileOf } from './durations.ts';
import { find, type History, sumBy, total } from './history.ts';
import type { Models } from './lens.ts';
import { type Share, shareOf } from './share.ts';
import { grouped, staysIn } from './stays.ts';
import { stockOf } from './stock.ts';

export interface Flywheel {
  about: string;
  asOf: string;
  from: string;
  to: string;
  /** How fast it spins: new customers and referrals in each month, and days from attract to delight. */
  speed: {
    newCustomers: number;
    referrals: number;
    referredLeads: number;
    /** In 30 days. */
    perMonth: number;
    medianDaysToDelight?: number;
    months: { month: string; customers: number; referrals: number }[];
  };
  /** What holds it back. */
  friction: {
    slaBreaches: number;
    handoffs: number;
    rejected: number;
    returned: number;
    expired: number;
    reassigned: number;
    /** Half of the hand-offs were first touched within; right within a fifth. */
    medianHoursToTouch?: number;
    /** Of open stays before the goal: longer than four of five took to leave that stage. */
    stuck?: Share;
    /** Of delivered mails. */
    unsubscribed?: Share;
    complained?: Share;
  };
  /** How large it is: who is there now. */
  mass: { customers: number; advocates: number; total: number };
}

const ABOUT =
  'How fast the flywheel spins (new customers and referrals, days from attract to delight), what slows it, and how much mass it ' +
  'has. Speed and friction are of the window, mass of today; it does not say what one of them does to another.';

export function flywheelReport(
  history: History,
  { lifecycle }: Models,
  { from, to }: { from: string; to: string },
): Flywheel {
  const within = ({ day }: { day: string }) => day >= from && day <= to;
  const figures = (...name: string[]) => find(history, ...name).filter(within);
  const goals = figures('goal', lifecycle.field, 'reached');
  const referrals = figures('customer', 'referral');
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  const median = quantileOf(
    figures('goal', lifecycle.field, 'days').map(({ parts, count }) => ({ value: Number(parts[3]), count })),
    0.5,
  );
  const turned = total(goals) + total(referrals);
  return {
    ...{ about: ABOUT, asOf: history.asOf, from, to },
    speed: {
      ...{ newCustomers: total(goals), referrals: total(referrals) },
      referredLeads: total(figures('lead', 'referred')),
      perMonth: days > 0 ? (turned / days) * 30 : 0,
      ...(median === undefined ? {} : { medianDaysToDelight: median }),
      months: byMonth(goals, referrals),
    },
    friction: frictionOf(history, lifecycle, figures),
    mass: massOf(history, lifecycle),
  };
}

type Model = Models['lifecycle'];

function byMonth(goals: ReturnType<typeof find>, referrals: ReturnType<typeof find>) {
  const month = ({ day }: { day: string }) => day.slice(0, 7);
  const [customers, brought] = [sumBy(goals, month), sumBy(referrals, month)];
  return [...new Set([...customers.keys(), ...brought.keys()])].sort().map((name) => ({
    ...{ month: name, customers: customers.get(name) ?? 0, referrals: brought.get(name) ?? 0 },
  }));
}

function frictionOf(
  history: History,
  lifecycle: Model,
  figures: (...name: string[]) => ReturnType<typeof find>,
): Flywheel['friction'] {
  const handoffs = (what: string) => total(figures('handoff', '*', '*', what));
  const outcomes = sumBy(figures('mail'), ({ parts }) => parts[5] ?? '');
  const delivered = outcomes.get('delivered') ?? 0;
  const touched = quantileOf(
    figures('handoff', '*', '*', 'after', 'touch').map(({ parts, count }) => ({
      ...{ value: bucketEnd(Number(parts[5])) / 3_600_000, count },
    })),
    0.5,
  );
  const stuck = stuckShare(history, lifecycle);
  const unsubscribed = shareOf(total(figures('lead', 'unsubscribed')), delivered);
  const complained = shareOf(outcomes.get('complained') ?? 0, delivered);
  return {
    ...{ slaBreaches: handoffs('breached'), handoffs: handoffs('opened') },
    ...{ rejected: handoffs('rejected') + handoffs('dropped'), returned: handoffs('returned') },
    ...{ expired: handoffs('expired'), reassigned: total(figures('owner', 'changed')) },
    ...(touched === undefined ? {} : { medianHoursToTouch: touched }),
    ...(stuck ? { stuck } : {}),
    ...(unsubscribed ? { unsubscribed } : {}),
    ...(complained ? { complained } : {}),
  };
}

/** Open stays on the way to the goal that last longer than 80 % of stays in that state did. */
function stuckShare(history: History, lifecycle: Model): Share | undefined {
  let [open, stuck] = [0, 0];
  for (const state of pathOf(lifecycle).steps.slice(0, -1)) {
    const spells = grouped(staysIn(history, lifecycle.field, state));
    const p80 = timeUntil(kaplanMeier(spells), 0.8);
    for (const { time, exit, count = 1 } of spells) {
      if (exit !== undefined) continue;
      open += count;
      if (p80 !== undefined && time > p80) stuck += count;
    }
  }
  return shareOf(stuck, open);
}

function massOf(history: History, lifecycle: Model): Flywheel['mass'] {
  const stock = stockOf(history, lifecycle.field);
  const { after } = pathOf(lifecycle);
  const last = after.at(-1) ?? '';
  const all = [lifecycle.goal, ...after].reduce((sofar, state) => sofar + (stock.get(state) ?? 0), 0);
  const advocates = stock.get(last) ?? 0;
  return { customers: all - advocates, advocates, total: all };
}
