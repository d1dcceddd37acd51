import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, inject } from 'vitest';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { streamApi } from '../../infra/local/stream-api.ts';
import { localClient } from '../../infra/local/table.ts';
import { builtBundles } from '../bundles.ts';

const HOUR = 3_600_000;

/** The whole machine with the demo's programme, from the sources as they are now; it sweeps when it is told. */
export const startDemo = async (): Promise<LocalStack> =>
  startLocal({
    dynamodb: inject('dynamodb'),
    bundles: await builtBundles(),
    config: demoConfigFor,
    sweep: false,
  });

/** One of them for the tests of a file, and what they ask of it. */
export class FreshStack {
  stack!: LocalStack;

  open(): this {
    beforeAll(async () => {
      this.stack = await startDemo();
      await this.stack.sweepNow(); // asks SES for the account's rate
    }, 120_000);
    afterAll(() => this.stack?.stop());
    return this;
  }

  /** Asks the admin API; the body of its answer, if it has one. */
  async ask(request: string, body?: object): Promise<{ status: number; body: never }> {
    const [method = 'GET', path = ''] = request.split(' ');
    const answer = await fetch(`${this.stack.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.stack.adminKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as never };
  }

  /** Both clocks. */
  async later(hours: number): Promise<void> {
    this.stack.clock.advance({ programme: hours * HOUR, machine: hours * HOUR });
  }

  /** Sweeps until nothing moves any more. */
  async sweep(): Promise<void> {
    await this.stack.sweepNow();
    await this.stack.settle();
  }

  /** Everything that the table's stream has brought so far. */
  async streamed(): Promise<DynamoDBRecord[]> {
    const client = localClient(this.stack.dynamodb);
    const described = await client.send(new DescribeTableCommand({ TableName: this.stack.table }));
    client.destroy();
    const StreamArn = described.Table?.LatestStreamArn;
    const api = streamApi(this.stack.dynamodb);
    const { StreamDescription } = await api('DescribeStream', { StreamArn });
    const records: DynamoDBRecord[] = [];
    for (const { ShardId } of StreamDescription.Shards ?? []) {
      const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      let { ShardIterator } = await api('GetShardIterator', from);
      for (let empty = 0; ShardIterator && empty < 2; ) {
        const page: { Records?: DynamoDBRecord[]; NextShardIterator?: string } = await api('GetRecords', {
          ShardIterator,
        });
        records.push(...(page.Records ?? []));
        empty = page.Records?.length ? 0 : empty + 1;
        ShardIterator = page.NextShardIterator;
      }
    }
    return records;
  }
}
