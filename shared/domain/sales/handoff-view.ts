import type { Lead } from '../lead/lead.ts';
import type { Customer } from './customer.ts';
import type { Deal } from './deal.ts';
import type { Handoff, HandoffStatus } from './handoff.ts';
import { toMajor } from './money.ts';

/** What sales and customers did, as people and other programs see it: times ISO 8601, amounts in whole units (49.95). */
export interface SalesView {
  handoff?: HandoffView;
  deal?: DealView;
  customer?: CustomerView;
  coolOffUntil?: string;
  referredBy?: string;
}

export interface HandoffView {
  number: number;
  status: HandoffStatus;
  state: string;
  openedAt: string;
  rule: string;
  way: Handoff['way'];
  score: Handoff['score'];
  top?: { type: string; at: string; points: number }[];
  firstTouchBy?: string;
  decideBy?: string;
  returnBy?: string;
  breached: ('first_touch' | 'decision')[];
  touchedAt?: string;
  assessment?: 'positive' | 'negative';
  decidedAt?: string;
  reason?: string;
}

export type DealView = Omit<Deal, 'openedAt' | 'closedAt'> & { openedAt: string; closedAt?: string };

export interface CustomerView {
  purchases: number;
  revenue: { currency: string; value: number }[];
  firstAt?: string;
  lastAt?: string;
  nps?: { score: number; at: string };
  referrals: number;
  testimonials: number;
}

export function salesView({ handoff, deal, customer, coolOffUntil, referredBy }: Lead): SalesView {
  return {
    ...(handoff ? { handoff: handoffView(handoff) } : {}),
    ...(deal ? { deal: dealView(deal) } : {}),
    ...(customer ? { customer: customerView(customer) } : {}),
    ...(coolOffUntil === undefined ? {} : { coolOffUntil: iso(coolOffUntil) }),
    ...(referredBy === undefined ? {} : { referredBy }),
  };
}

function handoffView(handoff: Handoff): HandoffView {
  const { number, status, state, rule, way, score, top, promises, breached = [], ...rest } = handoff;
  const { openedAt, touchedAt, decidedAt, assessment, reason } = rest;
  return {
    ...{ number, status, state, openedAt: iso(openedAt), rule, way, score },
    ...(top ? { top: top.map(({ type, at, points }) => ({ type, at: iso(at), points })) } : {}),
    ...(promises
      ? {
          firstTouchBy: iso(promises.firstTouchBy),
          decideBy: iso(promises.decideBy),
          returnBy: iso(promises.returnBy),
        }
      : {}),
    breached,
    ...(touchedAt === undefined ? {} : { touchedAt: iso(touchedAt) }),
    ...(assessment ? { assessment } : {}),
    ...(decidedAt === undefined ? {} : { decidedAt: iso(decidedAt) }),
    ...(reason ? { reason } : {}),
  };
}

function dealView({ openedAt, closedAt, value, currency, ...deal }: Deal): DealView {
  return {
    ...deal,
    openedAt: iso(openedAt),
    ...(closedAt === undefined ? {} : { closedAt: iso(closedAt) }),
    ...(value === undefined || !currency ? {} : { value: toMajor(value, currency), currency }),
  };
}

function customerView({ purchases, revenue, firstAt, lastAt, nps, ...said }: Customer): CustomerView {
  return {
    purchases,
    revenue: Object.entries(revenue).map(([currency, value]) => ({
      currency,
      value: toMajor(value, currency),
    })),
    ...(firstAt === undefined ? {} : { firstAt: iso(firstAt) }),
    ...(lastAt === undefined ? {} : { lastAt: iso(lastAt) }),
    ...(nps ? { nps: { score: nps.score, at: iso(nps.at) } } : {}),
    referrals: said.referrals ?? 0,
    testimonials: said.testimonials ?? 0,
  };
}

const iso = (at: number): string => new Date(at).toISOString();
