import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import { configurationSet, functionEnv } from '../infra/local/local-env.ts';
import { openSecrets } from '../infra/local/secrets.ts';
import { createTable, erasuresOf, localClient } from '../infra/local/table.ts';
import { idKeyCheck } from '../shared/actions/lead/lead-id.ts';
import type { Activity } from '../shared/domain/lead/activity.ts';
import type { Lead } from '../shared/domain/lead/lead.ts';
import type { Config } from '../shared/domain/programme/config.ts';
import { planPublication } from '../shared/domain/programme/publication.ts';
import { publishConfig, readConfigDocument, readConfigPointer } from '../shared/store/config.ts';
import { toItem } from '../shared/store/lead-item.ts';
import { getLead } from '../shared/store/leads.ts';
import { openTable, type Table } from '../shared/store/table.ts';
import { readTimeline } from '../shared/store/timeline.ts';
import { START } from './test-clock.ts';

export const BASE_URL = 'https://kweek.example';
const secrets = openSecrets();
export const idKey = Buffer.from(secrets.idKey, 'base64');
export const { linkKeys } = secrets;

export interface SuiteTable extends Table {
  streamArn: string;
  /** Publishes a configuration; as the admin API does. */
  publish(config: Config): Promise<void>;
  /** Puts a lead there as it is, whatever version it has. */
  plant(lead: Lead): Promise<void>;
  /** A lead as it lies there. Throws when there is none. */
  load(lead: { id: string }): Promise<Lead>;
  /** What stands in a lead's timeline. */
  timeline(lead: Lead): Promise<Activity[]>;
  drop(): Promise<void>;
}

/**
 * A table of its own in the run's DynamoDB Local, as the product opens it; and the environment that points
 * whole functions at it, to be imported after this. `ses`: endpoint. `proxy`: in place of the table's own.
 */
export async function openSuiteTable(to: { ses?: string; proxy?: string } = {}): Promise<SuiteTable> {
  const endpoint = inject('dynamodb');
  const name = `kweek-${randomUUID()}`;
  const owner = localClient(endpoint);
  const streamArn = await createTable(owner, name);
  const { KWEEK_CLOCK: _, ...env } = functionEnv({
    ...{ table: name, url: BASE_URL, secrets, adminKey: 'sk_test', clock: '' },
    ...{ dynamodb: to.proxy ?? endpoint, ses: to.ses ?? 'http://127.0.0.1:9' },
  });
  Object.assign(process.env, env);
  const table = openTable(name, erasuresOf(name));
  return {
    ...table,
    streamArn,
    publish: (config) => publish(table, config),
    async plant(lead) {
      await owner.send(new PutItemCommand({ TableName: name, Item: toItem(lead) }));
    },
    async load({ id }) {
      const lead = await getLead({ client: owner, name }, id, 'Europe/Brussels', true);
      if (!lead) throw new Error('there is no such lead');
      return lead;
    },
    async timeline(lead) {
      const entries = await readTimeline({ client: owner, name }, lead.id, lead.generation);
      return entries.flatMap((entry) => entry.activities);
    },
    async drop() {
      for (const TableName of [name, erasuresOf(name)])
        await owner.send(new DeleteTableCommand({ TableName }));
      owner.destroy();
      table.client.destroy();
    },
  };
}

export { configurationSet };

async function publish(table: Table, config: Config): Promise<void> {
  const { version } = await readConfigPointer(table, true);
  const before = version > 0 ? await readConfigDocument(table, version) : undefined;
  const plan = planPublication(before, config, START);
  const { added, changed } = plan.changes.sequences;
  const done = await publishConfig(table, plan.config, [...added, ...changed], idKeyCheck(idKey));
  if (!done) throw new Error('someone else published meanwhile');
}
