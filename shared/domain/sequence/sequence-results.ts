import { betaInterval } from '../forecast/beta.ts';
import type { Interval } from '../forecast/interval.ts';
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
  pBetter: number;
}

export interface ArmResult {
  leads: number;
  goals: number;
  rate: number;
  interval: Interval;
}

const LEVEL = 0.95;

/** `counts`: figures of all days together. `sequence`: as published, for the names of its steps. */
export function resultsOf(slug: string, sequence: Sequence, counts: Counts): SequenceResults {
  const of = (...name: string[]): number => counts[['sequence', slug, ...name].join(SEPARATOR)] ?? 0;
  const mails = mailsOf(slug, counts);
  const tests = sequence.steps.flatMap((step) =>
    step.type === 'ab_test' ? [testOf(step.id, templatesOf(step), step.winner, mails)] : [],
  );
  const arms = { mailed: armOf(of, 'mailed'), held: armOf(of, 'held') };
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
    ...(arms.mailed.leads + arms.held.leads > 0 ? { holdout: compare(arms.mailed, arms.held) } : {}),
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
    return { ...mail, ...rateOf(mail.sent, mail.clicked) };
  });
  const chances = probabilitiesOfBest(counted.map(({ sent, clicked }) => ({ tried: sent, worked: clicked })));
  const variants = counted.map((variant, i) => ({ ...variant, pBest: chances[i] ?? 0 }));
  return { step, ...(winner ? { winner } : {}), variants };
}

function armOf(of: (...name: string[]) => number, arm: string): ArmResult {
  const [leads, goals] = [of('arm', arm, 'leads'), of('arm', arm, 'goals')];
  return { leads, goals, ...rateOf(leads, goals) };
}

function compare(mailed: ArmResult, held: ArmResult): HoldoutResult {
  const [pBetter = 0] = probabilitiesOfBest(
    [mailed, held].map(({ leads, goals }) => ({ tried: leads, worked: goals })),
  );
  return { mailed, held, lift: mailed.rate - held.rate, pBetter };
}

/** The share that worked, and where the true one lies: the middle 95 % of Beta(1 + worked, 1 + rest). */
function rateOf(tried: number, worked: number): { rate: number; interval: Interval } {
  const successes = Math.min(worked, tried);
  return {
    rate: tried === 0 ? 0 : successes / tried,
    interval: betaInterval(1 + successes, 1 + tried - successes, LEVEL),
  };
}

function sumOf(counts: Counts, under: string[]): number {
  const prefix = `${under.join(SEPARATOR)}${SEPARATOR}`;
  return Object.entries(counts).reduce((sum, [name, n]) => (name.startsWith(prefix) ? sum + n : sum), 0);
}
