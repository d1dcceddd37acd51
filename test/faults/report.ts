import { coverageOf, type Played } from './coverage.ts';
import { table, writeBlock } from './document.ts';
import type { Pair } from './pairs.ts';
import type { RuleOff } from './rules.ts';

export interface RuleFound {
  rule: RuleOff;
  /** How many cases were played. */
  tried: number;
  /** The case that noticed and what it saw; undefined when none did. */
  caughtBy?: string;
}

/** What a run of the matrix found; what it did not look for is not in it. */
export interface Findings {
  /** Date and commit. */
  stamp: string;
  /** How many cases there are; fewer are played when some are chosen. */
  planned: number;
  calls: number;
  played: Played[];
  rules: RuleFound[];
  /** Rules that nothing noticed and should have been, or the other way round. */
  surprises: RuleFound[];
  pairs: Pair[];
  seed: number;
  seconds: { cases: number; rules: number; pairs: number };
}

export const isUnexpected = (pair: Pair) => pair.outcome === 'unexpected' || pair.unexplained.length > 0;

const words = ({ call, way }: { call: string; way: string }) => `${call}: ${way}`;
const failedOf = (played: Played[]) => played.filter(({ problems }) => problems.length > 0).length;

function byOutcome(pairs: Pair[]): string[][] {
  const outcomes = [...new Set(pairs.map((pair) => pair.outcome))].sort();
  return outcomes.map((outcome) => [outcome, String(pairs.filter((p) => p.outcome === outcome).length)]);
}

export function printFindings(findings: Findings): void {
  const { calls, played, rules, pairs, seconds } = findings;
  for (const { function: by, head, rows } of coverageOf(played)) {
    console.log(`\n${by}`);
    for (const [what = '', times = '', ...cells] of rows) {
      const cases = cells.map((cell, i) => (cell ? `${head[i + 2]} ${cell}` : '')).filter(Boolean);
      console.log(`  ${what.padEnd(32)}${times.padStart(5)}  ${cases.join(' · ')}`);
    }
  }
  console.log(
    `\n${calls} calls, ${played.length} cases, ${failedOf(played)} failed, ${seconds.cases} seconds`,
  );
  for (const { rule, caughtBy, tried } of rules)
    console.log(
      `${caughtBy ? '✓' : rule.silent ? '·' : '✗'} ${rule.rule} (${tried}): ${caughtBy ?? rule.silent ?? 'nothing noticed'}`,
    );
  for (const [outcome, count] of byOutcome(pairs)) console.log(`two faults: ${count} ${outcome}`);
  for (const pair of pairs.filter((p) => p.outcome !== 'as if nothing had happened'))
    console.log(`  ${pair.outcome}: ${pair.faults.map(words).join(' + ')} ${pair.unexplained.join('; ')}`);
}

/** Puts what was found into docs/faults.md: each part that was looked for. */
export async function writeFindings(findings: Findings): Promise<void> {
  if (findings.played.length > 0) await writeBlock('one fault', oneFault(findings));
  if (findings.rules.length > 0) await writeBlock('rules', rulesSwitchedOff(findings));
  if (findings.pairs.length > 0) await writeBlock('pairs', twoFaults(findings));
}

function oneFault({ stamp, calls, played, planned, seconds }: Findings): string {
  const compound = played.filter((one) => one.case.faults.length > 1);
  const failed = failedOf(played);
  const about = [...new Set(compound.map((one) => one.case.about ?? ''))].map((it) => {
    const cases = compound.filter((one) => one.case.about === it);
    return [it, String(cases.length), String(failedOf(cases))];
  });
  const tables = coverageOf(played).map(
    ({ function: by, head, rows }) => `### \`${by}\`\n\n${table(head, rows)}`,
  );
  return `${stamp}: ${calls} calls; ${played.length} of ${planned} cases played in ${seconds.cases} seconds:
**${played.length - failed} passed, ${failed} failed**. Each cell says how many cases of it passed.

${tables.join('\n\n')}

### What comes together without being two faults

${table(['what', 'cases', 'failed'], about)}`;
}

function rulesSwitchedOff({ stamp, rules, seconds }: Findings): string {
  const noticed = rules.filter(({ caughtBy }) => caughtBy !== undefined);
  const rows = rules.map(({ rule, caughtBy, tried }) => [
    rule.rule,
    caughtBy ?? `nothing. ${rule.silent ?? ''}`,
    String(tried),
  ]);
  return `${stamp}: ${rules.length} rules, ${noticed.length} noticed, in ${seconds.rules} seconds.

${table(['rule', 'noticed by', 'cases played'], rows)}`;
}

function twoFaults({ stamp, pairs, seed, seconds }: Findings): string {
  const outOfLine = pairs.filter((pair) => pair.outcome !== 'as if nothing had happened');
  const list = outOfLine.map(({ outcome, faults }) => [outcome, ...faults.map(words)]);
  return `${stamp}: ${pairs.length} pairs, seed ${seed}, in ${seconds.pairs} seconds;
${pairs.filter(isUnexpected).length} with an outcome that is not documented.

${table(['outcome', 'pairs'], byOutcome(pairs))}
${list.length > 0 ? `\n${table(['outcome', 'first', 'second'], list)}` : ''}`;
}
