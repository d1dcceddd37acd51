import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { functionNames } from '../../infra/aws/functions.ts';
import { addKweek } from '../../infra/aws/kweek.ts';
import { readSettings } from '../../infra/aws/settings.ts';
import { passesFilter, type StreamFilter } from '../../infra/local/stream-filter.ts';
import type { Deployment } from '../../shared/domain/rehearsal/mail-bill.ts';
import type { WireItem } from './capacity.ts';

interface Mapping {
  BatchSize?: number;
  MaximumBatchingWindowInSeconds?: number;
  FilterCriteria?: { Filters: { Pattern: string }[] };
}

/** What the deployment's templates say that a bill depends on; pace and the sender's work are left to the caller. */
export interface DeploymentFacts {
  deployment: Omit<Deployment, 'mailsPerSecond' | 'senderMsPerMail'>;
  /** Whether the table's stream hands `record` an item that was written. */
  reachesRecord(item: WireItem | undefined): boolean;
}

/**
 * Reads the templates that would be deployed, as they are. What no template says is what AWS documents:
 * four shards for a new on-demand table, four looks a second into each, five pollers for a queue, ten
 * messages at most in one request, the sampling of X-Ray. An invocation's own part is an estimate.
 */
export function readDeployment(): DeploymentFacts {
  const template = synthesise();
  const all = (type: string) => Object.entries(template.findResources(type));
  const mappingOf = (name: string): Mapping =>
    all('AWS::Lambda::EventSourceMapping')
      .map(([, resource]) => resource.Properties as Mapping & { FunctionName: unknown })
      .find(({ FunctionName }) => JSON.stringify(FunctionName).includes(`"${name}`)) ?? {};
  const lambdaOf = (name: string) =>
    all('AWS::Lambda::Function').find(([id]) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id))?.[1]
      .Properties as {
      MemorySize: number;
      TracingConfig?: { Mode: string };
    };

  const [record, feedback] = [mappingOf('Record'), mappingOf('Feedback')];
  const filters = (record.FilterCriteria?.Filters ?? []).map(
    ({ Pattern }) => JSON.parse(Pattern) as StreamFilter,
  );
  const isTraced = (name: string) => lambdaOf(name).TracingConfig?.Mode === 'Active';
  return {
    deployment: {
      senderGigabytes: lambdaOf('NurtureSend').MemorySize / 1_024,
      workerGigabytes: lambdaOf('Record').MemorySize / 1_024,
      sendersPerMinute: all('AWS::Scheduler::Schedule').length,
      stream: {
        shards: 4,
        pollsPerSecond: Math.min(4, 1 / (record.MaximumBatchingWindowInSeconds || 0.25)),
        batchSize: record.BatchSize ?? 100,
      },
      queue: {
        pollers: 5,
        windowSeconds: feedback.MaximumBatchingWindowInSeconds || 0.05,
        batchSize: feedback.BatchSize ?? 10,
        perRequest: 10,
      },
      invocationMs: 3,
      requestMs: 3,
      invocationLogBytes: 600,
      traces: {
        ...{ perSecond: 1, shareOfOthers: 0.05 },
        of: { record: isTraced('Record'), feedback: isTraced('Feedback'), senders: isTraced('NurtureSend') },
      },
    },
    reachesRecord: (item) => {
      if (filters.length === 0 || !item) return true;
      const image = { dynamodb: { Keys: { pk: item.pk, sk: item.sk }, NewImage: item } };
      return filters.some((filter) => passesFilter(image, filter));
    },
  };
}

/** The application's stack on stand-in bundles, with the context of cdk.json. */
function synthesise(): Template {
  const folder = mkdtempSync(join(tmpdir(), 'kweek-bench-'));
  try {
    for (const name of functionNames) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'index.mjs'), `export const handler = async () => '${name}';\n`);
    }
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    const app = new App({ outdir: join(folder, 'out'), context: { ...context, bundles: folder } });
    return Template.fromStack(addKweek(app, readSettings(app.node)).stack);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
