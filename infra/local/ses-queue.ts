import { randomUUID } from 'node:crypto';
import type { SesEvent } from './ses-events.ts';

/** What becomes of an event: tests may hold it back, drop it or have it come more than once. */
export type Fate = 'deliver' | 'hold' | 'drop' | { times: number };

export type Outcome = 'handled' | 'dead' | 'held' | 'dropped';

export type EventQueue = {
  /** Puts an event on its way; answers how it ended. */
  publish(event: SesEvent, id?: string): Promise<Outcome>;
  /** Decides the fate of every event published from now on; without a rule all are delivered. */
  rule(fate?: (event: SesEvent) => Fate): void;
  /** Sends the held events on, in the order that `arrange` gives them. */
  release(arrange?: (held: SesEvent[]) => SesEvent[]): void;
  /** Every event that was published, whatever its fate. */
  readonly published: SesEvent[];
  readonly held: SesEvent[];
  /** Events that failed five times. */
  readonly dead: SesEvent[];
  /** Events waiting, being handled or to be tried again. */
  pending(): number;
  stop(): void;
};

export type EventQueueOptions = {
  /** Hands an SQS event to the function. */
  deliver(event: { Records: unknown[] }): Promise<unknown>;
  /** Called when an event needs no further try. */
  onDone?(id: string): void;
  log?(line: string): void;
  batchSize?: number | undefined;
  concurrency?: number | undefined;
  /** How long an event waits for others to travel with. */
  windowMs?: number | undefined;
  /** How long a failed event stays invisible before its next try. */
  visibilityMs?: number | undefined;
};

type Message = { id: string; event: SesEvent; tries: number; end: (outcome: Outcome) => void };

const mostTries = 5;

/** SES's events on their way to a function: an SNS topic, a queue, batches, partial failures, a dead-letter queue. */
export function openEventQueue(options: EventQueueOptions): EventQueue {
  const { batchSize = 100, concurrency = 2, windowMs = 10, visibilityMs = 1_000, log = () => {} } = options;
  const published: SesEvent[] = [];
  const dead: SesEvent[] = [];
  const ready: Message[] = [];
  const held: Message[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let handling = 0;
  let stopped = false;
  let fateOf: (event: SesEvent) => Fate = () => 'deliver';

  const later = (ms: number, act: () => void) => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };
  const enqueue = (message: Message) => {
    ready.push(message);
    later(windowMs, pump);
  };
  const pump = () => {
    while (!stopped && handling < concurrency && ready.length > 0) void handle(ready.splice(0, batchSize));
  };
  const handle = async (batch: Message[]) => {
    handling++;
    for (const message of batch) message.tries++;
    const failed = await options
      .deliver({ Records: batch.map(toSqsRecord) })
      .then(failures, () => 'all' as const);
    for (const message of batch) settle(message, failed === 'all' || failed.has(message.id));
    handling--;
    pump();
  };
  const settle = (message: Message, failed: boolean) => {
    if (failed && message.tries < mostTries) return later(visibilityMs, () => enqueue(message));
    if (failed) {
      dead.push(message.event);
      log(
        `${message.event.eventType} of ${message.event.mail.messageId} failed ${mostTries} times: dead letter`,
      );
    }
    options.onDone?.(message.id);
    message.end(failed ? 'dead' : 'handled');
  };

  return {
    published,
    dead,
    get held() {
      return held.map(({ event }) => event);
    },
    publish(event, id = randomUUID()) {
      published.push(event);
      const fate = fateOf(event);
      return new Promise((end) => {
        if (fate === 'drop') {
          options.onDone?.(id);
          end('dropped');
        } else if (fate === 'hold') {
          held.push({ id, event, tries: 0, end: () => {} });
          end('held');
        } else {
          const copies = typeof fate === 'object' ? fate.times : 1;
          for (let n = 1; n < copies; n++) enqueue({ id: `${id}-${n}`, event, tries: 0, end: () => {} });
          enqueue({ id, event, tries: 0, end });
        }
      });
    },
    rule(fate = () => 'deliver') {
      fateOf = fate;
    },
    release(arrange = (events) => events) {
      const messages = held.splice(0);
      for (const event of arrange(messages.map((message) => message.event))) {
        const message = messages.find((one) => one.event === event);
        enqueue(message ?? { id: randomUUID(), event, tries: 0, end: () => {} });
      }
    },
    pending: () => ready.length + handling + timers.size,
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** The identifiers that ReportBatchItemFailures names; an answer of another shape fails nothing. */
function failures(result: unknown): Set<string> {
  const { batchItemFailures = [] } = (result ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
  return new Set(batchItemFailures.map((failure) => failure.itemIdentifier));
}

/** An SQS record whose body is the SNS notification that carries the event. */
function toSqsRecord({ id, event, tries }: { id: string; event: SesEvent; tries: number }) {
  const now = Date.now();
  const notification = {
    Type: 'Notification',
    MessageId: id,
    TopicArn: 'arn:aws:sns:eu-west-1:000000000000:kweek-ses-events',
    Subject: 'Amazon SES Email Event Notification',
    Message: JSON.stringify(event),
    Timestamp: new Date(now).toISOString(),
    SignatureVersion: '1',
    Signature: 'local',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/local.pem',
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/local',
  };
  return {
    messageId: id,
    receiptHandle: randomUUID(),
    body: JSON.stringify(notification),
    attributes: {
      ApproximateReceiveCount: String(tries),
      SentTimestamp: String(now),
      SenderId: 'AIDALOCAL',
      ApproximateFirstReceiveTimestamp: String(now),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:kweek-feedback',
    awsRegion: 'eu-west-1',
  };
}
