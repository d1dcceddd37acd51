import { toMajor } from '../sales/money.ts';
import { branch, counted, each, leaf, type Tree } from './figure-tree.ts';

interface Reason {
  reason: string;
  count: number;
}

/** Hand-offs that one rule caused in one way (`asked`, `scored`, `set`), by what became of them on the day. */
export interface HandoffsView {
  rule: string;
  way: string;
  opened: number;
  touched: number;
  accepted: number;
  returned: number;
  expired: number;
  won: number;
  lost: number;
  withdrawn: number;
  rejected: Reason[];
  /** Rejected after they were accepted. */
  dropped: Reason[];
  /** Promises not kept: `first_touch`, `decision`. */
  breached: { promise: string; count: number }[];
}

/** Deals in one currency; those that nobody gave a value have neither `currency` nor `value`. */
export interface DealsView {
  currency?: string;
  opened: number;
  won: number;
  lost: number;
  value?: { opened: number; won: number; lost: number };
  /** Why they were lost. */
  reasons: Reason[];
}

interface Amount {
  count: number;
  value: number;
}

/** Purchases in one currency; of them the repeated, and those that marketing brought or touched: these two overlap. */
export interface ConversionsView extends Amount {
  currency: string;
  repeat: Amount;
  sourced: Amount;
  influenced: Amount;
}

export const handoffsView = (handoffs: Tree): HandoffsView[] =>
  each(handoffs, (rule, ways) =>
    each(ways, (way, of) => ({
      ...{ rule, way, opened: leaf(of, 'opened'), touched: leaf(of, 'touched') },
      ...{ accepted: leaf(of, 'accepted'), returned: leaf(of, 'returned'), expired: leaf(of, 'expired') },
      ...{ won: leaf(of, 'won'), lost: leaf(of, 'lost'), withdrawn: leaf(of, 'withdrawn') },
      ...{ rejected: reasons(of, 'rejected'), dropped: reasons(of, 'dropped') },
      breached: counted(branch(of, 'breached')).map(([promise, count]) => ({ promise, count })),
    })),
  ).flat();

/** Amounts as people write them (49.95). */
export const dealsView = (deals: Tree): DealsView[] =>
  each(deals, (currency, of) => {
    const value = (what: string) => toMajor(leaf(branch(of, 'value'), what), currency);
    return {
      ...(currency ? { currency } : {}),
      ...{ opened: leaf(of, 'opened'), won: leaf(of, 'won'), lost: leaf(of, 'lost') },
      ...(currency ? { value: { opened: value('opened'), won: value('won'), lost: value('lost') } } : {}),
      reasons: reasons(of, 'reason'),
    };
  });

export const conversionsView = (conversions: Tree): ConversionsView[] =>
  each(conversions, (currency, of) => {
    const amount = (kind: string): Amount => ({
      count: leaf(of, `${kind}count`),
      value: toMajor(leaf(of, `${kind}value`), currency),
    });
    return {
      ...{ currency, ...amount('') },
      ...{ repeat: amount('repeat_'), sourced: amount('sourced_'), influenced: amount('influenced_') },
    };
  });

const reasons = (of: Tree, name: string): Reason[] =>
  counted(branch(of, name)).map(([reason, count]) => ({ reason, count }));
