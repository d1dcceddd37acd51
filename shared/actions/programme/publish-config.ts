import { gzipSync } from 'node:zlib';
import { checkConsentVersions } from '../../domain/consent/consent-words.ts';
import { KweekError, type Problem } from '../../domain/kweek-error.ts';
import { checkConfig } from '../../domain/programme/check-config.ts';
import type { Config, PublishedConfig } from '../../domain/programme/config.ts';
import { type ConfigChanges, planPublication } from '../../domain/programme/publication.ts';
import type { SequenceFlow } from '../../domain/sequence/sequence-flow.ts';
import { publishConfig as putConfig, readConfigDocument, readConfigPointer } from '../../store/config.ts';
import type { Context } from '../context.ts';
import { problemsOfMagnets, warningsOfMagnets } from './check-magnets.ts';
import { problemsOfTemplates, warningsOfTemplates } from './check-templates.ts';

/** What a publication did, or would do. */
export interface Publication {
  /** In force after it. */
  version: number;
  dryRun: boolean;
  changes: ConfigChanges;
  sequenceVersions: Record<string, number>;
  warnings: Problem[];
}

export interface PublishOptions {
  dryRun?: boolean;
  expected?: readonly number[];
  /** What is done with sequences beside changing them; as before, when not given. */
  flow?: Record<string, SequenceFlow> | undefined;
}

/** DynamoDB's limits on an item (400 KB) and on a transaction (100 items), with room for the rest. */
const MOST_BYTES = 390 * 1_024;
const MOST_SEQUENCES = 90;

/**
 * Puts a programme in force, for every function within a second or two. One that says what is in force
 * already publishes nothing. `idKeyCheck`: of the key that leads are named with; `expected`: what the
 * marketer takes to be the version in force. Throws `invalid` with all problems, `conflict`, `too_large`.
 */
export async function publishConfig(
  context: Context,
  idKeyCheck: string,
  config: Config,
  { dryRun = false, expected = [], flow }: PublishOptions = {},
): Promise<Publication> {
  const before = await readConfig(context);
  const inForce = before?.version ?? 0;
  if (expected.some((version) => version !== inForce)) throw outdated(inForce);
  const problems = [
    ...checkConfig(config),
    ...(before ? checkConsentVersions(before.forms, config.forms) : []),
    ...problemsOfTemplates(config),
    ...problemsOfMagnets(config),
  ];
  if (problems.length > 0) {
    const detail = 'The programme cannot run like this. Nothing was published.';
    throw new KweekError('invalid', detail, problems);
  }
  const plan = planPublication(before, config, context.clock.now().programme, flow);
  const { added, changed } = plan.changes.sequences;
  checkSize(plan.config, added.length + changed.length);
  if (plan.isNew && !dryRun) {
    const done = await putConfig(context.table, plan.config, [...added, ...changed], idKeyCheck);
    if (!done) throw outdated();
    await context.rules.refresh();
  }
  const { version, sequenceVersions } = plan.config;
  const warnings = [...plan.warnings, ...warningsOfTemplates(plan.config), ...warningsOfMagnets(plan.config)];
  return { version, dryRun, changes: plan.changes, sequenceVersions, warnings };
}

/** What was published last, read strongly; undefined before the first time. */
export async function readConfig(context: Context): Promise<PublishedConfig | undefined> {
  // Also refuses to go on with an id key that leads are not named with.
  await context.rules.refresh();
  const { version } = await readConfigPointer(context.table, true);
  return version === 0 ? undefined : readConfigDocument(context.table, version);
}

const outdated = (version?: number) =>
  new KweekError(
    'conflict',
    `Someone published ${version === undefined ? 'meanwhile' : `version ${version}`}: GET /v1/config, and make your changes to that.`,
  );

function checkSize(config: PublishedConfig, sequences: number): void {
  if (sequences > MOST_SEQUENCES) {
    const detail = `At most ${MOST_SEQUENCES} sequences change at once: publish some of them first.`;
    throw new KweekError('too_large', detail);
  }
  if (gzipSync(JSON.stringify(config)).byteLength > MOST_BYTES) {
    throw new KweekError(
      'too_large',
      'The programme is larger than 390 KB compressed: shorten its templates.',
    );
  }
}
