import type { SequenceView } from '../statistics/statistics-view.ts';
import { type Figure, find, type History, sumBy, total } from './history.ts';
import { type Holdout, holdoutOf } from './holdout.ts';
import { type Promotion, type Promotional, promotionOf } from './promotion.ts';
import { type Share, shareOf } from './share.ts';

export interface StepResult {
  step: string;
  template: string;
  /** It advertises; absent where the template is gone. */
  promotional?: boolean;
  sent: number;
  delivered: number;
  clicked: number;
  /** People's clicks of what was sent. */
  clickRate?: Share;
  opened: number;
  bounced: number;
  complained: number;
}

export interface SequenceResult extends SequenceView {
  goals: number;
  /** First arrivals at the lifecycle's goal of leads that had been in it. */
  customers: number;
  promotion: Promotion;
  steps: StepResult[];
  /** With and without mails, where a holdout compares; over all time: who was assigned early had longer, on both sides alike. */
  holdout?: Holdout;
}

export interface SequenceResults {
  about: string;
  asOf: string;
  from: string;
  to: string;
  /** Of all that the sequences below have sent. */
  promotion: Promotion;
  sequences: SequenceResult[];
}

const ABOUT =
  'What became of the mails of each step, and of the leads that were in each sequence. What a sequence brings about only the ' +
  'difference to a hold-out tells: who clicks, or buys after it, might have done so anyway; and opens do not mean people. Who had ' +
  'finished and went on with new last steps (`continued`) finishes once more, so more may finish than began. ' +
  'Whether a mail advertises goes by how its template is marked today.';

export function sequenceResults(
  history: History,
  lifecycle: { field: string; goal: string },
  { from, to, only, templates }: { from: string; to: string; only?: string; templates: Promotional },
): SequenceResults {
  const within = ({ day }: { day: string }) => day >= from && day <= to;
  const count = (...name: string[]) => total(find(history, ...name).filter(within));
  const mails = find(history, 'mail', 'nurture').filter(within);
  const names = new Set([
    ...find(history, 'sequence').map(({ parts }) => parts[1] ?? ''),
    ...mails.map(({ parts }) => parts[3] ?? ''),
  ]);
  const wanted = [...names].filter((name) => name !== '' && (only === undefined || name === only)).sort();
  return {
    ...{ about: ABOUT, asOf: history.asOf, from, to },
    promotion: promotionOf(
      mails.filter(({ parts }) => wanted.includes(parts[3] ?? '')),
      templates,
    ),
    sequences: wanted.map((sequence) => {
      const enrollments = (what: string) => count('sequence', sequence, what);
      const own = mails.filter(({ parts }) => parts[3] === sequence);
      const holdout = holdoutOf((arm, what) => total(find(history, 'sequence', sequence, 'arm', arm, what)));
      return {
        sequence,
        ...{ started: enrollments('started'), continued: enrollments('continued') },
        ...{ completed: enrollments('completed'), exited: enrollments('exited') },
        cancelled: enrollments('cancelled'),
        goals: count('sequence', sequence, 'goal'),
        customers: count('reached', 'sequence', sequence, '*', lifecycle.field, lifecycle.goal),
        promotion: promotionOf(own, templates),
        steps: stepsOf(own, templates),
        ...(holdout ? { holdout } : {}),
      };
    }),
  };
}

/** Steps in the order in which they began to send. */
function stepsOf(mails: readonly Figure[], templates: Promotional): StepResult[] {
  const steps = [...new Set(mails.map(({ parts }) => JSON.stringify([parts[4], parts[2]])))];
  return steps.map((key) => {
    const [step, template] = JSON.parse(key) as [string, string];
    const own = mails.filter(({ parts }) => parts[4] === step && parts[2] === template);
    const outcomes = sumBy(own, ({ parts }) => parts[5] ?? '');
    const of = (name: string) => outcomes.get(name) ?? 0;
    const sent = of('sent') + of('presumed');
    const promotional = templates[template]?.promotional;
    const clickRate = shareOf(of('clicked'), sent);
    return {
      ...{ step, template, ...(promotional === undefined ? {} : { promotional }) },
      ...{ sent, delivered: of('delivered'), clicked: of('clicked') },
      ...(clickRate ? { clickRate } : {}),
      ...{ opened: of('opened'), bounced: of('bounced'), complained: of('complained') },
    };
  });
}
