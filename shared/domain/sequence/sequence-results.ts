import type { Interval } from '../forecast/interval.ts';
import { type Holdout, holdoutOf } from '../reports/holdout.ts';
import { type Share, shareOf } from '../reports/share.ts';
import { SEPARATOR } from '../statistics/figure.ts';
import type { Counts } from '../statistics/statistics.ts';
import { probabilitiesOfBest } from './best-variant.ts';
import type { Sequence } from './sequence.ts';
import { templatesOf } from './step-kind.ts';

/** What came of a sequence, from the figures of some days alone. */
export interface SequenceResults {
  enrollments: Record<'started' | 'continued' | 'completed' | 'exited' | 'cancelled' | 'goals', number>;
  mails: MailResult[];
  tests: TestResult[];
  holdout?: HoldoutResult;
}

export interface MailResult extends MailCounts {
  step: string;
  template: string;
}

export interface MailCounts {
  sent: number;
  delivered: number;
  opened: number;
  clicked: number;
  bounced: number;
}

/** A test of variants. `rate`: clicks by mails sent, with the interval that holds it in 95 of 100 cases. */
export interface TestResult {
  step: string;
  winner?: string;
  variants: (MailCounts & { template: string; rate: number; interval: Interval; pBest: number })[];
}

/** Those who got mails beside those who got none. `pBetter`: the probability that mails help at all. */
export interface HoldoutResult {
  mailed: ArmResult;
  held: ArmResult;
  /** Of the rates, in the whole: 0.02 is two goals more in a hundred leads. */
  lift: number;
  interval: Interval;
  pBetter: number;
}

export interface ArmResult {
  leads: number;
  goals: number;
  rate: number;
  interval: Interval;
}

/** `counts`: figures of all days together. `sequence`: as published, for the names of its steps. */
export function resultsOf(slug: string, sequence: Sequence, counts: Counts): SequenceResults {
  const of = (...name: string[]): number => counts[['sequence', slug, ...name].join(SEPARATOR)] ?? 0;
  const mails = mailsOf(slug, counts);
  const tests = sequence.steps.flatMap((step) =>
    step.type === 'ab_test' ? [testOf(step.id, templatesOf(step), step.winner, mails)] : [],
  );
  const holdout = holdoutOf((arm, what) => of('arm', arm, what));
  return {
    enrollments: {
      started: of('started'),
      continued: of('continued'),
      completed: of('completed'),
      exited: of('exited'),
      cancelled: of('cancelled'),
      goals: sumOf(counts, ['sequence', slug, 'goal']),
    },
    mails,
    tests,
    ...(holdout ? { holdout: compare(holdout) } : {}),
  };
}

function mailsOf(slug: string, counts: Counts): MailResult[] {
  const found = new Map<string, MailResult>();
  for (const [name, count] of Object.entries(counts)) {
    const [head, kind, template = '', sequence, step = '', outcome = ''] = name.split(SEPARATOR);
    if (head !== 'mail' || kind !== 'nurture' || sequence !== slug) continue;
    const key = `${step} ${template}`;
    const mail = found.get(key) ?? { step, template, ...none };
    found.set(key, mail);
    const told = outcome === 'presumed' ? 'sent' : outcome;
    if (told in none) mail[told as keyof MailCounts] += count;
  }
  return [...found.values()].sort((a, b) => (a.step + a.template < b.step + b.template ? -1 : 1));
}

const none: MailCounts = { sent: 0, delivered: 0, opened: 0, clicked: 0, bounced: 0 };

function testOf(
  step: string,
  templates: string[],
  winner: string | undefined,
  mails: MailResult[],
): TestResult {
  const counted = templates.map((template) => {
    const { step: _, ...mail } = mails.find((m) => m.step === step && m.template === template) ?? {
      step,
      template,
      ...none,
    };
    return { ...mail, ...rateOf(shareOf(mail.clicked, mail.sent)) };
  });
  const chances = probabilitiesOfBest(counted.map(({ sent, clicked }) => ({ tried: sent, worked: clicked })));
  const variants = counted.map((variant, i) => ({ ...variant, pBest: chances[i] ?? 0 }));
  return { step, ...(winner ? { winner } : {}), variants };
}

const compare = ({ mailed, held, lift: { difference, low, high, probability } }: Holdout): HoldoutResult => ({
  ...{ mailed: armOf(mailed), held: armOf(held) },
  ...{ lift: difference, interval: { low, high }, pBetter: probability },
});

const armOf = (share: Share): ArmResult => ({ leads: share.of, goals: share.count, ...rateOf(share) });

/** Of what nobody tried, anything may be true. */
const rateOf = (share: Share | undefined): { rate: number; interval: Interval } =>
  share
    ? { rate: share.share, interval: { low: share.low, high: share.high } }
    : { rate: 0, interval: { low: 0, high: 1 } };

function sumOf(counts: Counts, under: string[]): number {
  const prefix = `${under.join(SEPARATOR)}${SEPARATOR}`;
  return Object.entries(counts).reduce((sum, [name, n]) => (name.startsWith(prefix) ? sum + n : sum), 0);
}
