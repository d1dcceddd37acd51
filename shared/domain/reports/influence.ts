import { toMajor } from '../sales/money.ts';
import { bucketEnd } from '../stage/time-in-stage.ts';
import { quantileOf } from './durations.ts';
import { find, type History, sumBy, total } from './history.ts';
import { type Share, shareOf } from './share.ts';

export interface Influence {
  about: string;
  asOf: string;
  from: string;
  to: string;
  /** First purchases in the window. */
  customers: number;
  /** Customers who had clicked in this content before they bought first; the newest eight contents of each are known. */
  contents: { content: string; share: Share }[];
  /** Customers who had stood up for us before they bought: a reply, a referral, a testimonial, three contents. */
  endorsed?: Share;
  /** Days from the endorsement to the purchase, for half of them; right within a fifth. */
  endorsementToPurchaseDays?: number;
  signupToPurchaseDays?: number;
  /** By currency: all revenue, what marketing brought, and what it touched; the last two overlap. */
  revenue: { currency: string; total: number; sourced: number; influenced: number }[];
}

const ABOUT =
  'What people had clicked before their first purchase that was reported, and how many customers had stood up for us by then. It shows what came ' +
  'before, not what caused it: those who would buy anyway click more, too.';

const DAY = 86_400_000;

export function influence(history: History, { from, to }: { from: string; to: string }): Influence {
  const within = ({ day }: { day: string }) => day >= from && day <= to;
  const figures = (...name: string[]) => find(history, ...name).filter(within);
  const customers = total(figures('customer', 'new'));
  const endorsed = shareOf(total(figures('customer', 'endorsed')), customers);
  const median = (of: string, name: string) => {
    const spans = figures('customer', 'after', of).map(({ parts, count }) => ({
      ...{ value: bucketEnd(Number(parts[3])) / DAY, count },
    }));
    const days = quantileOf(spans, 0.5);
    return days === undefined ? {} : { [name]: days };
  };
  const currencies = [...new Set(figures('conversion').map(({ parts }) => parts[1] ?? ''))].sort();
  return {
    ...{ about: ABOUT, asOf: history.asOf, from, to, customers },
    contents: [...sumBy(figures('customer', 'content'), ({ parts }) => parts[2] ?? '')]
      .flatMap(([content, count]) => {
        const share = shareOf(count, customers);
        return share ? [{ content, share }] : [];
      })
      .sort((a, b) => b.share.count - a.share.count || (a.content < b.content ? -1 : 1)),
    ...(endorsed ? { endorsed } : {}),
    ...median('endorsement', 'endorsementToPurchaseDays'),
    ...median('signup', 'signupToPurchaseDays'),
    revenue: currencies.filter(Boolean).map((currency) => {
      const value = (kind: string) => toMajor(total(figures('conversion', currency, kind)), currency);
      return {
        ...{ currency, total: value('value') },
        ...{ sourced: value('sourced_value'), influenced: value('influenced_value') },
      };
    }),
  };
}
