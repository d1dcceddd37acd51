import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { PlainCase } from './cases.ts';
import type { Pair } from './pairs.ts';
import type { RuleOff } from './rules.ts';
import { wayNames } from './ways.ts';

export interface RuleFound {
  rule: RuleOff;
  /** How many cases were played. */
  tried: number;
  /** The case that noticed and what it saw; undefined when none did. */
  caughtBy?: string;
}

/** What a run of the matrix found. */
export interface Findings {
  calls: number;
  cases: PlainCase[];
  /** How many cases there are; fewer are played when some are chosen. */
  all: number;
  failed: { case: PlainCase; problems: string[] }[];
  rules: RuleFound[];
  pairs: Pair[];
  unexpectedPairs: Pair[];
  /** Rules that nothing noticed and should have been, or the other way round. */
  surprises: RuleFound[];
  seed: number;
  seconds: number;
}

const words = ({ call, way }: { call: string; way: string }) => `${call}: ${way}`;

/** Cases and failures of each way. */
function byWay({ cases, failed }: Findings): string[][] {
  return wayNames.flatMap((way) => {
    const ofIt = (one: PlainCase) => one.faults.length === 1 && one.faults[0]?.way === way;
    const all = cases.filter(ofIt).length;
    return all > 0 ? [[way, String(all), String(failed.filter((f) => ofIt(f.case)).length)]] : [];
  });
}

function byOutcome(pairs: Pair[]): string[][] {
  const outcomes = [...new Set(pairs.map((pair) => pair.outcome))].sort();
  return outcomes.map((outcome) => [outcome, String(pairs.filter((p) => p.outcome === outcome).length)]);
}

export function printFindings(findings: Findings): void {
  const { calls, cases, failed, rules, pairs, seconds } = findings;
  console.log(`\n${calls} calls, ${cases.length} cases, ${failed.length} failed, ${seconds} s`);
  for (const [way = '', all = '', bad = ''] of byWay(findings))
    console.log(`  ${way.padEnd(42)}${all.padStart(6)}${(bad === '0' ? '' : bad).padStart(6)}`);
  for (const { rule, caughtBy, tried } of rules)
    console.log(
      `${caughtBy ? '✓' : rule.silent ? '·' : '✗'} ${rule.rule} (${tried}): ${caughtBy ?? rule.silent ?? 'nothing noticed'}`,
    );
  for (const [outcome, count] of byOutcome(pairs)) console.log(`two faults: ${count} ${outcome}`);
  for (const pair of pairs.filter((p) => p.outcome !== 'as if nothing had happened'))
    console.log(`  ${pair.outcome}: ${pair.faults.map(words).join(' + ')} ${pair.unexplained.join('; ')}`);
}

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Puts what was found into docs/faults.md. */
export async function writeReport(findings: Findings): Promise<void> {
  const { calls, cases, all, failed, rules, pairs, seed, seconds } = findings;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const day = new Date().toISOString().slice(0, 10);
  const compound = cases.filter(({ faults }) => faults.length > 1).length;
  const outOfLine = pairs.filter((pair) => pair.outcome !== 'as if nothing had happened');
  const text = `# What faults do

Written by \`npm run faults -- --write\` on ${day}, at commit ${commit}, in ${seconds} seconds. How the matrix works stands in
[\`test/faults/\`](../test/faults/matrix.ts).

A signup is told from its form to the third nurture mail, with a click and a change of stage; a second story is of somebody
who unsubscribes while a mail is on its way. Between the built bundles and DynamoDB, the stream and SES stands a proxy. Each
call is broken in every way that it can go wrong, one at a time. Then the machine recovers by itself, and the books must be
those of the clean run: the signup there once, every mail once, the same state, no gap in the timeline, no work left over.

## One fault

${calls} calls, ${cases.length} ${cases.length < all ? `of ${all} ` : ''}cases${compound > 0 ? ` (${compound} of them a fault and a reading that lags, or feedback that is hours behind)` : ''}: **${cases.length - failed.length} passed, ${failed.length} failed**.

${table(['way', 'cases', 'failed'], byWay(findings))}

## Rules switched off

Each rule is left out of the bundles once, and the cases are played until one notices.

${table(
  ['rule', 'noticed by', 'cases played'],
  rules.map(({ rule, caughtBy, tried }) => [
    rule.rule,
    caughtBy?.replaceAll('|', '/') ?? `nothing. ${rule.silent ?? ''}`,
    String(tried),
  ]),
)}

## Two faults

A sample of ${pairs.length} pairs (seed ${seed}), the second drawn among all calls after the first, drawn with a bias for those that decide
what becomes of a mail. A mail that is lost or comes twice takes two faults; a lost one is told as \`email.presumed_sent\` and alarmed.

${table(['outcome', 'pairs'], byOutcome(pairs))}
${
  outOfLine.length > 0
    ? `\n${table(
        ['outcome', 'first', 'second'],
        outOfLine.map(({ outcome, faults }) => [outcome, ...faults.map(words)]),
      )}\n`
    : ''
}`;
  await writeFile(new URL('../../docs/faults.md', import.meta.url), text);
}
