import { randomBytes, randomUUID } from 'node:crypto';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { type LocalOptions, type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { localClient } from '../../infra/local/table.ts';
import { idKeyCheck } from '../../shared/actions/lead/lead-id.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { Config, type PublishedConfig } from '../../shared/domain/programme/config.ts';
import { type Rules, rulesOf } from '../../shared/domain/programme/rules.ts';
import { publishConfig } from '../../shared/store/config.ts';
import { restingLeads } from './campaign.ts';
import { fillTable } from './fill-table.ts';
import { type Metered, startMeter } from './meter.ts';
import { type Invocation, invocationOf, meterBundles } from './metered-bundles.ts';
import { writeLeads } from './write-leads.ts';

/** The whole local machine with a table of its own, every request of its functions counted. */
export interface Machine {
  stack: LocalStack;
  rules: Rules;
  idKey: Uint8Array;
  /** Puts leads into the table as they are, past the meter. */
  load(leads: Iterable<Lead>): Promise<void>;
  /** Waits until all is worked off; answers what was counted since the last call. */
  take(): Promise<Counted>;
  /** The same without waiting. */
  peek(): Counted;
  stop(): Promise<void>;
}

export interface Counted {
  requests: Metered[];
  invocations: Invocation[];
}

export interface Surroundings {
  /** Endpoint of a DynamoDB Local. */
  dynamodb: string;
  /** The folder of built bundles. */
  bundles: string;
}

/** Starts it; its table has so many `resting` leads in it, of whom the stream says nothing. */
export async function startMachine(
  { dynamodb, bundles }: Surroundings,
  { resting = 0, ...options }: Pick<LocalOptions, 'limits' | 'readers'> & { resting?: number },
): Promise<Machine> {
  const meter = await startMeter(dynamodb);
  const entries = meterBundles(bundles);
  const idKey = randomBytes(32);
  const client = localClient(dynamodb);
  const table = `kweek-${randomUUID()}`;
  const planned = rulesOf(Config.parse(demoConfigFor('https://kweek.example')));
  const campaign = { rules: planned, idKey, stack: { clock: { programme: Date.now } } };
  await fillTable(client, table, restingLeads(campaign, resting));
  let invocations: Invocation[] = [];
  let stopping = false;
  const stack = await startLocal({
    ...{ ...options, dynamodb, table },
    bundles: entries.folder,
    sweep: false,
    env: (name) => ({
      KWEEK_ID_KEY: idKey.toString('base64'),
      AWS_ENDPOINT_URL_DYNAMODB: meter.endpointOf(name),
    }),
    log: (source, line) => {
      const invocation = invocationOf(source, line);
      if (invocation) invocations.push(invocation);
      else if (!stopping && /"level":"(error|warn)"|^ERROR/.test(line)) console.error(`${source}: ${line}`);
    },
  });
  const rules = rulesOf(Config.parse(demoConfigFor(stack.url)));
  const published: PublishedConfig = { ...rules.config, publishedAt: stack.clock.programme() };
  await publishConfig(
    { client, name: stack.table },
    published,
    Object.keys(published.sequences),
    idKeyCheck(idKey),
  );

  const peek = (): Counted => {
    const taken = { requests: meter.take(), invocations };
    invocations = [];
    return taken;
  };
  const take = async (): Promise<Counted> => {
    await stack.settle(120_000);
    return peek();
  };
  return {
    ...{ stack, rules, idKey, take, peek },
    async load(leads) {
      await writeLeads(client, stack.table, leads);
      await take();
    },
    async stop() {
      stopping = true; // what is still under way may be cut off
      await stack.stop();
      await meter.stop();
      entries.remove();
      client.destroy();
    },
  };
}
