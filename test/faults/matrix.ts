import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startDynamoDb } from '../../infra/local/dynamodb.ts';
import { buildChanged } from './bundles.ts';
import { allCasesOf, nameOf, type PlainCase, plain } from './cases.ts';
import { evenly, type Played, unplayed } from './coverage.ts';
import { eachOf, runJob } from './crew.ts';
import { stamp } from './document.ts';
import type { Pair } from './pairs.ts';
import { sample, seeded } from './random.ts';
import { rehearse } from './rehearsal.ts';
import { type Findings, isUnexpected, printFindings, type RuleFound, writeFindings } from './report.ts';
import { type RuleOff, rulesOff } from './rules.ts';
import { stories } from './story.ts';
import { World } from './world.ts';

/**
 * `npm run faults`: every call of the stories broken in every way, every rule switched off once, and a sample of two
 * faults at a time. `-- --only <words>` and `--skip <words>` choose cases, `--sample <n>` draws some, `--minutes <n>`
 * plays as many as it can; `--pairs <n>`, `--seed <n>`, `--rules <words>`, `--no-cases`, `--no-rules`; `--json <file>`
 * and `--write` (docs/faults.md) put down what it found.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    skip: { type: 'string', default: '^$' },
    sample: { type: 'string' },
    minutes: { type: 'string' },
    pairs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    rules: { type: 'string', default: '' },
    'no-cases': { type: 'boolean', default: false },
    'no-rules': { type: 'boolean', default: false },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

/** Processes, and machines in each: waits of one are the others' time. */
const PROCESSES = Math.max(2, availableParallelism());
const MACHINES = 4;
/** Cases that are not likely to notice a rule's absence, tried all the same. */
const OTHERS = 30;

const dynamodb = await startDynamoDb();
const since = Date.now();
const bundles = await buildChanged();
try {
  const findings = await search();
  printFindings(findings);
  if (options.json) await writeFile(options.json, JSON.stringify(findings));
  if (options.write) await writeFindings(findings);
  const failed = findings.played.filter(({ problems }) => problems.length > 0);
  const wrong = failed.length + findings.pairs.filter(isUnexpected).length + findings.surprises.length;
  process.exitCode = wrong > 0 ? 1 : 0;
} finally {
  await bundles.remove();
  await dynamodb.stop();
}

async function search(): Promise<Findings> {
  const { calls, cases: all } = await readCases();
  const [only, skip] = [new RegExp(options.only), new RegExp(options.skip)];
  const seed = Number(options.seed);
  const chosen = all.filter((it) => only.test(nameOf(it)) && !skip.test(nameOf(it)));
  const most = Number(options.sample ?? chosen.length);
  const cases = evenly(sample(chosen, most, seeded(seed)));
  const begun = stamp();
  const lap = stopwatch();
  const played = options['no-cases'] ? [] : await breakAll(cases);
  const secondsOfCases = lap();
  const rules = options['no-rules']
    ? []
    : await switchOff(
        rulesOff.filter(({ rule }) => new RegExp(options.rules).test(rule)),
        all,
      );
  const secondsOfRules = lap();
  const pairs = await drawPairs(Number(options.pairs), seed);
  return {
    ...{ stamp: begun, planned: all.length, calls, played, rules, pairs, seed },
    surprises: rules.filter(({ rule, caughtBy }) => (caughtBy === undefined) !== (rule.silent !== undefined)),
    seconds: { cases: secondsOfCases, rules: secondsOfRules, pairs: lap() },
  };
}

/** Seconds since it was last asked. */
function stopwatch(): () => number {
  let last = Date.now();
  return () => {
    const seconds = Math.round((Date.now() - last) / 1_000);
    last = Date.now();
    return seconds;
  };
}

async function readCases(): Promise<{ calls: number; cases: PlainCase[] }> {
  const world = await World.open({ dynamodb: dynamodb.endpoint, bundles: bundles.folder });
  try {
    const cases: PlainCase[] = [];
    let calls = 0;
    for (const story of stories) {
      const rehearsal = await rehearse(world, story);
      const broken = allCasesOf(story, rehearsal.calls);
      calls += new Set(broken.flatMap(({ faults }) => faults.map(({ call }) => call))).size;
      cases.push(...broken.map(plain));
    }
    return { calls, cases };
  } finally {
    await world.stop();
  }
}

/** Plays all of them; one that nobody told of, or that did not come to its fault, has failed. */
async function breakAll(planned: PlainCase[]): Promise<Played[]> {
  const played: Played[] = [];
  const note = (it: PlainCase, problems: string[]) => {
    played.push({ case: it, problems });
    if (problems.length > 0) console.log(`✗ ${nameOf(it)}\n    ${problems.join('\n    ')}`);
  };
  const minutes = Number(options.minutes ?? Number.POSITIVE_INFINITY);
  const until = Date.now() + minutes * 60_000;
  const shares = Array.from({ length: PROCESSES }, (_, n) => planned.filter((__, i) => i % PROCESSES === n));
  await eachOf(shares, PROCESSES, async (share) => {
    const job = { dynamodb: dynamodb.endpoint, bundles: bundles.folder, machines: MACHINES };
    const cases = { kind: 'cases', cases: share, stopAtFirst: false, until } as const;
    const problem = await runJob({ ...job, ...cases }, (report) => {
      if (report.kind !== 'outcome') return;
      note(report.case, report.fired ? report.problems : ['it did not come to it', ...report.problems]);
      if (played.length % 50 === 0) progress(`${played.length} of ${planned.length} cases`);
    });
    if (problem) console.log(`✗ a worker gave up: ${problem}`);
  });
  const isCutShort = Date.now() > until;
  for (const it of isCutShort ? [] : unplayed(planned, played)) note(it, ['it was never played']);
  return played;
}

/** Each rule off once: the likely cases first, then some others, until one notices. */
async function switchOff(rules: RuleOff[], cases: PlainCase[]): Promise<RuleFound[]> {
  const found: RuleFound[] = [];
  const worth = cases.filter((it) => !nameOf(it).includes('Query due'));
  await eachOf(rules, PROCESSES, async (rule) => {
    const changed = await buildChanged(rule.changes);
    const witness = cases.filter((it) => nameOf(it) === rule.witness);
    const likely = worth.filter((it) => rule.suspects.test(nameOf(it)));
    const others = worth.filter((it) => !likely.includes(it));
    const ordered = [...witness, ...likely, ...sample(others, OTHERS, seeded(1))];
    let tried = 0;
    let caughtBy: string | undefined;
    const machines = rule.witness ? 1 : 3;
    const job = { dynamodb: dynamodb.endpoint, bundles: changed.folder, machines };
    const problem = await runJob({ ...job, kind: 'cases', cases: ordered, stopAtFirst: true }, (report) => {
      if (report.kind !== 'outcome') return;
      tried += 1;
      if (report.problems.length > 0) caughtBy ??= `${nameOf(report.case)}: ${report.problems[0]}`;
    });
    caughtBy ??= problem;
    await changed.remove();
    found.push({ rule, tried, ...(caughtBy ? { caughtBy } : {}) });
    progress(
      `${caughtBy ? 'noticed' : 'not noticed'} (${tried} cases): ${rule.rule}${caughtBy ? `\n    ${caughtBy}` : ''}`,
    );
  });
  return found.sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule));
}

async function drawPairs(count: number, seed: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const share = Math.ceil(count / PROCESSES);
  const seeds = count > 0 ? Array.from({ length: PROCESSES }, (_, n) => seed * 1_000 + n) : [];
  await eachOf(seeds, PROCESSES, async (one) => {
    const job = { dynamodb: dynamodb.endpoint, bundles: bundles.folder, machines: MACHINES };
    const problem = await runJob({ ...job, kind: 'pairs', seed: one, pairs: share }, (report) => {
      if (report.kind !== 'pair') return;
      pairs.push(report.pair);
      if (pairs.length % 20 === 0) progress(`${pairs.length} of ${count} pairs`);
    });
    if (problem) throw new Error(problem);
  });
  return pairs;
}

function progress(words: string): void {
  console.log(`${String(Math.round((Date.now() - since) / 1_000)).padStart(5)} s  ${words}`);
}
