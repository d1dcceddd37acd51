import type { StageModel } from '../stage/stage-model.ts';
import { pathOf } from '../stage/stage-path.ts';
import { type Baseline, baseline } from './baseline.ts';
import { find, type History, sumBy, total } from './history.ts';
import { labelOf } from './lens.ts';
import { type Share, shareOf } from './share.ts';
import { leavings, stockOf, targetOf } from './stock.ts';

export interface DropOff {
  about: string;
  model: string;
  asOf: string;
  from: string;
  to: string;
  stages: {
    state: string;
    label: string;
    left: number;
    /** Still there now. */
    here: number;
    exits: {
      to: string;
      label: string;
      /** Towards the goal, back to a step before, aside, or on after the goal. */
      way: 'on' | 'back' | 'aside';
      /** Of all who left in the window. */
      share: Share;
      reasons: { reason: string; count: number }[];
    }[];
  }[];
  /** What ends mails, and moves nobody. */
  mail: { unsubscribed: number; bounced: number; complained: number };
  /** Whether the steps of the funnel go as they used to, at the end of the window. */
  baseline: Baseline;
  /** Why deals were lost. */
  lostDeals: { reason: string; count: number }[];
}

const ABOUT =
  'Of the moves out of each stage in the window, how many went on, back or aside, and for which reasons where somebody gave one. ' +
  'Losing most people on the way is what funnels do, so what is lost alarms nobody; that a step loses more than it used to stands ' +
  'in `baseline`. It does not say who may still come back, nor anything of those who are ' +
  'still there.';

export function dropOff(
  history: History,
  model: StageModel,
  { from, to, language, weeks }: { from: string; to: string; language: string; weeks: number },
): DropOff {
  const { steps, after } = pathOf(model);
  const order = [...steps, ...after];
  const within = ({ day }: { day: string }) => day >= from && day <= to;
  const stock = stockOf(history, model.field);
  const way = (state: string, target: string) => {
    const [a, b] = [order.indexOf(state), order.indexOf(target)];
    return b < 0 ? 'aside' : b > a ? 'on' : 'back';
  };
  return {
    ...{ about: ABOUT, model: model.field, asOf: history.asOf, from, to },
    stages: model.states.map(({ id }) => {
      const moves = leavings(history, model.field, id).filter(within);
      const left = total(moves);
      const reasons = find(history, 'stage', model.field, id, 'reason').filter(within);
      return {
        ...{ state: id, label: labelOf(model, id, language), left, here: stock.get(id) ?? 0 },
        exits: [...sumBy(moves, targetOf)].flatMap(([target, count]) => {
          const share = shareOf(count, left);
          if (!share) return [];
          const why = reasons.filter(({ parts }) => parts[4] === target);
          return [
            {
              ...{ to: target, label: labelOf(model, target, language), way: way(id, target), share },
              reasons: named(sumBy(why, ({ parts }) => parts[5] ?? '')),
            } as const,
          ];
        }),
      };
    }),
    mail: {
      unsubscribed: total(find(history, 'lead', 'unsubscribed').filter(within)),
      ...outcomes(history, within),
    },
    baseline: baseline(history, model, { to, weeks, language }),
    lostDeals: named(
      sumBy(find(history, 'deal', '*', 'reason').filter(within), ({ parts }) => parts[3] ?? ''),
    ),
  };
}

const named = (counts: Map<string, number>) =>
  [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));

function outcomes(history: History, within: (figure: { day: string }) => boolean) {
  const counts = sumBy(find(history, 'mail').filter(within), ({ parts }) => parts[5] ?? '');
  return { bounced: counts.get('bounced') ?? 0, complained: counts.get('complained') ?? 0 };
}
