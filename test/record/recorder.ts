import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { beforeAll } from 'vitest';
import type { BatchFailures } from '../../functions/batch.ts';
import { log } from '../../functions/log.ts';
import type { Context } from '../../shared/actions/context.ts';
import { RulesSource } from '../../shared/actions/programme/rules-source.ts';
import {
  compareStatistics,
  type RecountCursor,
  recountBefore,
  recountPart,
} from '../../shared/actions/statistics/recount-statistics.ts';
import { HOLD } from '../../shared/actions/traces/hold.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { LeadEvent } from '../../shared/domain/lead/lead-event.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { addDays, type Days } from '../../shared/domain/statistics/tally.ts';
import { momentKey } from '../../shared/store/keys.ts';
import { toItem } from '../../shared/store/lead-item.ts';
import { putMoment } from '../../shared/store/timeline.ts';
import { programme, Story } from '../domain/story.ts';
import { openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { START, TestClock } from '../test-clock.ts';

/** The `record` function beside a table, and what a stream would bring it. */
export class Recorder {
  table!: SuiteTable;
  clock!: TestClock;
  context!: Context;
  #handle!: (event: DynamoDBStreamEvent) => Promise<BatchFailures>;

  /** Opens it before the tests of a file, and closes it after them. Both clocks stand at the start of the story. */
  open(): this {
    beforeAll(async () => {
      this.table = await openSuiteTable();
      this.clock = new TestClock();
      this.clock.laterMachine(START - Date.now());
      await this.table.publish(programme());
      const rules = new RulesSource(this.table);
      this.context = { table: this.table, clock: this.clock, rules, log, hold: HOLD };
      this.#handle = (await import('../../functions/record/index.ts')).handler;
      return () => this.table.drop();
    });
    return this;
  }

  /** Hands records on in batches of one size; answers how many were given back. */
  async deliver(records: DynamoDBRecord[], size = 100): Promise<number> {
    let failures = 0;
    for (let at = 0; at < records.length; at += size) {
      const result = await this.#handle({ Records: records.slice(at, at + size) });
      failures += result.batchItemFailures.length;
    }
    return failures;
  }

  deliverOnce = (records: DynamoDBRecord[]): Promise<BatchFailures> => this.#handle({ Records: records });

  /** Puts a moment as `feedback` does; answers what the stream brings of it. */
  async moment(
    lead: Lead,
    hash: string,
    type: string,
    at: number,
    more: object = {},
  ): Promise<DynamoDBRecord> {
    await putMoment(this.table, lead.id, lead.generation, hash, { type, at, ...more }, at);
    const Key = marshall(momentKey(lead.id, lead.generation, hash));
    const { Item = {} } = await this.table.client.send(
      new GetItemCommand({ TableName: this.table.name, Key }),
    );
    return recordOf(Item);
  }

  /** Puts a lead into the table as it is. */
  async put(lead: Lead): Promise<void> {
    await this.table.client.send(new PutItemCommand({ TableName: this.table.name, Item: toItem(lead) }));
  }

  /** The sort keys under a partition key. */
  async keys(pk: string): Promise<string[]> {
    const { Items = [] } = await this.table.client.send(
      new QueryCommand({
        TableName: this.table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ConsistentRead: true,
      }),
    );
    return Items.map(({ sk }) => sk?.S ?? '');
  }

  /** Where figures and timelines differ, as `npm run recount` finds it. */
  async differences() {
    const before = recountBefore(this.context, false);
    const days: Days = {};
    for (let from: RecountCursor | undefined, first = true; first || from; first = false) {
      const part = await recountPart(this.context, before, from);
      addDays(days, part.days);
      from = part.next;
    }
    return compareStatistics(this.context, days, { from: '2025-01-01', to: '2027-12-31', before });
  }
}

let sequence = 0;

/** A stored item as Lambda's event brings it: JSON, with bytes in base64. */
export function recordOf(item: Record<string, AttributeValue>): DynamoDBRecord {
  const json = JSON.stringify(item, (_, value) =>
    value instanceof Uint8Array || value?.type === 'Buffer'
      ? Buffer.from(value.data ?? value).toString('base64')
      : value,
  );
  const image = JSON.parse(json);
  return {
    eventName: 'MODIFY',
    dynamodb: {
      Keys: { pk: image.pk, sk: image.sk },
      NewImage: image,
      SequenceNumber: String(++sequence).padStart(12, '0'),
    },
  };
}

/** The story of one lead, and every version that it went through. */
export class Life extends Story {
  readonly versions: Lead[] = [];

  constructor(id: string, start: number) {
    super(rulesOf(programme()));
    this.now = start;
    this.signup({ leadId: id, email: `${id}@voorbeeld.be`, touch: { at: start, utm_source: 'newsletter' } });
  }

  override tell(event: LeadEvent): this {
    const before = this.lead;
    super.tell(event);
    if (this.it !== before) this.versions.push(this.it);
    return this;
  }

  get records(): DynamoDBRecord[] {
    return this.versions.map((version) => recordOf(toItem(version)));
  }
}

/** In an order drawn from a seed. */
export function shuffled<T>(list: T[], seed: number): T[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  return list
    .map((value) => ({ value, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}
