import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DescribeTableCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { BatchFailures } from '../../functions/batch.ts';
import { type FunctionName, startFilter } from '../../infra/functions.ts';
import type { StoredEmail } from '../../infra/local/mailbox.ts';
import type { SesEvent } from '../../infra/local/ses-events.ts';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { localClient } from '../../infra/local/table.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { publishConfig } from '../../shared/store/config.ts';
import { controlKey } from '../../shared/store/keys.ts';
import { getLead } from '../../shared/store/leads.ts';
import type { Table } from '../../shared/store/table.ts';
import { configuration } from './configuration.ts';
import { Network } from './network.ts';
import { nextPerson, type Person } from './person.ts';
import { type FaultProxy, openProxy } from './proxy.ts';
import { openStoryClock } from './story-clock.ts';
import { openStreamTap, type StreamTap } from './stream-tap.ts';

/** The rooms that a story passes through. */
export const rooms = ['capture', 'links', 'nurture-start', 'nurture-send', 'record', 'feedback'] as const;

const idKey = Buffer.alloc(32, 7);
/** Fast enough that no slot is waited for. */
const RATE = 1_000;

export type Item = Record<string, AttributeValue>;

/** What a person's story has left so far. */
export interface Snapshot {
  person: Person;
  /** Programme time. */
  programme: number;
  items: Item[];
  mails: StoredEmail[];
}

/**
 * One machine with a fault proxy in front of every function's DynamoDB and SES. Nothing happens by itself:
 * stream, news and sweep move when told, so that a run can be told again with one call broken.
 */
export class World {
  readonly network: Network;
  readonly stack: LocalStack;
  readonly table: Table;
  readonly #proxies: FaultProxy[];
  readonly #clock: ReturnType<typeof openStoryClock>;
  readonly #later: SesEvent[] = [];
  #mailsBefore: StoredEmail[] = [];
  readonly #taps: { record: StreamTap; start: StreamTap };
  person: Person = nextPerson(idKey);
  /** When the person was told that no more mail will come; machine time. */
  left: number | undefined;

  private constructor(
    network: Network,
    clock: ReturnType<typeof openStoryClock>,
    stack: LocalStack,
    table: Table,
    proxies: FaultProxy[],
    streamArn: string,
  ) {
    this.network = network;
    this.#clock = clock;
    this.stack = stack;
    this.table = table;
    this.#proxies = proxies;
    const tap = (name: FunctionName, filter?: typeof startFilter) =>
      openStreamTap(stack.dynamodb, streamArn, (records) => this.#deliver(name, records), filter);
    this.#taps = { record: tap('record'), start: tap('nurture-start', startFilter) };
    stack.ses.events.rule(() => 'hold');
  }

  static async open(options: {
    dynamodb: string;
    bundles: string;
    log?: (source: string, line: string) => void;
  }): Promise<World> {
    const { dynamodb, bundles, log } = options;
    const network = new Network();
    const clock = openStoryClock();
    let sesPort = 0; // known once the machine runs
    const upstream = { dynamodb, ses: () => `http://127.0.0.1:${sesPort}` };
    const proxies = new Map<FunctionName, FaultProxy>();
    for (const name of rooms) proxies.set(name, await openProxy(name, network, upstream));
    const stack = await startLocal({
      ...{ dynamodb, bundles, clock, sweep: false, readers: false },
      env: (name) => {
        const url = proxies.get(name)?.url ?? dynamodb;
        return {
          KWEEK_ID_KEY: idKey.toString('base64'),
          KWEEK_HOLD: '5000:0',
          AWS_ENDPOINT_URL_DYNAMODB: url,
          AWS_ENDPOINT_URL_SESV2: url,
        };
      },
      limits: { rate: RATE, quota: 1e9 },
      feedback: { visibilityMs: 20, windowMs: 2 },
      ...(log ? { log } : {}),
    });
    sesPort = stack.ses.port;
    const table = { client: localClient(dynamodb), name: stack.table };
    await publishConfig(table, configuration(Date.now()), ['awareness', 'engagement', 'endorsement'], '');
    const described = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
    return new World(
      network,
      clock,
      stack,
      table,
      [...proxies.values()],
      described.Table?.LatestStreamArn ?? '',
    );
  }

  /** A new person, of whom the machine knows nothing. */
  async welcome(): Promise<void> {
    this.person = nextPerson(idKey);
    const account = { maxSendRate: RATE, max24Hour: 1e9, sentLast24Hours: 0, asOf: 0 };
    const control = marshall({ ...controlKey, account });
    await this.restore({
      person: this.person,
      programme: this.#clock.programme(),
      items: [control],
      mails: [],
    });
  }

  /** All there is to know of the person, to go on from later. */
  async snapshot(): Promise<Snapshot> {
    const { person } = this;
    return { person, programme: this.#clock.programme(), items: await this.items(), mails: this.mails() };
  }

  /** All that the story left in the table. */
  async items(): Promise<Item[]> {
    const { client, name } = this.table;
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
    return Items.filter(({ pk }) => !/^(config$|sequence#)/.test(pk?.S ?? ''));
  }

  /** As it was then, but for machine time, which never goes back. */
  async restore({ person, programme, items, mails }: Snapshot): Promise<void> {
    const { client, name } = this.table;
    await this.network.idle();
    const id = ({ pk, sk }: Item) => `${pk?.S} ${sk?.S}`;
    const kept = new Set(items.map(id));
    const requests = [
      ...(await this.items())
        .filter((item) => !kept.has(id(item)))
        .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } as Item } })),
      ...items.map((Item) => ({ PutRequest: { Item } })),
    ];
    for (let at = 0; at < requests.length; at += 25) {
      const batch = requests.slice(at, at + 25);
      await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: batch } }));
    }
    this.stack.ses.events.release(() => []);
    this.#later.length = 0;
    const version = Number(items.find(({ sk }) => sk?.S === 'lead')?.v?.N ?? 0);
    await this.#taps.record.skip(person.leadId, version);
    await this.#taps.start.skip(person.leadId, version);
    await fetch(`${this.stack.mailUrl}/clear-store`, { method: 'POST' });
    this.#clock.setProgramme(programme);
    this.#mailsBefore = mails;
    this.person = person;
    this.left = undefined;
  }

  /** Both clocks, as a day passes; or programme time far and machine time little. */
  advance(programme: number, machine = programme): void {
    this.#clock.advance({ programme, machine });
  }

  lead(): Promise<Lead | undefined> {
    return getLead(this.table, this.person.leadId, 'Europe/Brussels', true);
  }

  /** What came to the person's mailbox, oldest first. */
  mails(): StoredEmail[] {
    const { leadId } = this.person;
    return [...this.#mailsBefore, ...this.stack.ses.emails().filter(({ tags }) => tags.lead === leadId)];
  }

  /** The scheduled run, whatever becomes of it: the next one is its retry. */
  async sweep(): Promise<void> {
    await this.stack.sweepNow().catch(() => {});
  }

  /** Hands SES's news on and waits until it is handled. */
  async tellNews(): Promise<number> {
    const { events } = this.stack.ses;
    const held = events.held;
    if (held.length === 0) return 0;
    const { now, later } = this.network.tell(held);
    this.#later.push(...later);
    events.release(() => now);
    while (events.pending() > 0) await sleep(2);
    return held.length;
  }

  /** The news that was kept back, at the end of the day. */
  async tellRest(): Promise<void> {
    const { events } = this.stack.ses;
    const late = this.#later.splice(0);
    events.release(() => late);
    while (events.pending() > 0) await sleep(2);
  }

  pump(name: 'record' | 'start'): Promise<number> {
    return this.#taps[name].pump(this.person.leadId, this.network.version);
  }

  /** Delivers records in the batches that they come in; answers which failed. */
  async #deliver(name: FunctionName, records: DynamoDBRecord[]): Promise<BatchFailures> {
    const batchItemFailures: BatchFailures['batchItemFailures'] = [];
    for (const Records of this.network.batches(name, records)) {
      const result = (await this.stack.invoke(name, { Records })) as BatchFailures;
      batchItemFailures.push(...result.batchItemFailures);
    }
    return { batchItemFailures };
  }

  /** Streams and news, until nothing moves any more. */
  async settle(): Promise<void> {
    for (let moved = 1; moved > 0; ) {
      await this.network.idle();
      moved = (await this.pump('start')) + (await this.tellNews()) + (await this.pump('record'));
    }
  }

  /** Cold sandboxes everywhere. */
  async restart(): Promise<void> {
    await Promise.all(rooms.map((name) => this.stack.kill(name)));
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    await Promise.all(this.#proxies.map((proxy) => proxy.stop()));
    this.table.client.destroy();
  }
}
