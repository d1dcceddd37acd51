import type { Prices } from './aws-prices.ts';

/** What one mail causes, as counted in a run. */
export interface MailWork {
  /** Beside what `record` writes once for a batch. */
  writeUnits: number;
  /** What `record` writes once for a batch: its page of statistics. Of a batch, not of a mail. */
  batchUnits: number;
  readUnits: number;
  /** Records of the table's stream that `record` is handed. */
  streamRecords: number;
  /** Events that SES publishes (Send, Delivery). */
  sesEvents: number;
  /** Requests to DynamoDB by `record` and `feedback`. */
  workerRequests: number;
}

/**
 * How AWS runs the functions, where a laptop cannot show it. The deployment's own settings (batch sizes,
 * windows, memory, time-outs) and what AWS documents about pollers.
 */
export interface Deployment {
  /** Mails a second that leave: the account's rate as far as it is used. */
  mailsPerSecond: number;
  senderGigabytes: number;
  /** What a mail keeps the sender's processor busy, ms; memory brings processor, and what is too little is added. */
  senderMsPerMail: number;
  workerGigabytes: number;
  /** Invocations of the sender a minute. */
  sendersPerMinute: number;
  stream: {
    /** An on-demand table begins with four partitions, each with a shard of its own. */
    shards: number;
    /** Lambda looks into each shard four times a second, or once a batching window. */
    pollsPerSecond: number;
    batchSize: number;
  };
  queue: {
    /** Lambda begins with five pollers, each of which gathers a batch of its own. */
    pollers: number;
    windowSeconds: number;
    batchSize: number;
    /** Messages that one receive fetches, and one delete deletes. */
    perRequest: number;
  };
  /** What an invocation takes by itself, and what each of its requests adds while ten go side by side: ms. */
  invocationMs: number;
  requestMs: number;
  /** What Lambda writes into the log for an invocation, bytes. */
  invocationLogBytes: number;
  /** X-Ray keeps one trace a second of each function and this share of the others; 0 of all when off. */
  traces: {
    perSecond: number;
    shareOfOthers: number;
    of: Record<'record' | 'feedback' | 'senders', boolean>;
  };
}

/** Lambda gives one processor with 1,769 MB. */
const GIGABYTES_PER_PROCESSOR = 1_769 / 1_024;

export interface Bill {
  /** US dollars per million mails, beside SES. */
  perMillion: { [service: string]: number };
  total: number;
  ses: number;
  /** With its share of the batches' pages. */
  writeUnitsPerMail: number;
  invocationsPerMail: number;
  gigabyteSecondsPerMail: number;
  queueRequestsPerMail: number;
  tracesPerMail: number;
}

/** Dollars per million mails: what a mail causes × how AWS would run it × the price list. */
export function billOf(work: MailWork, deployment: Deployment, prices: Prices): Bill {
  const { mailsPerSecond: pace, stream, queue } = deployment;
  const perMail = (perSecond: number) => perSecond / pace;

  const record = batches(work.streamRecords * pace, stream.shards * stream.pollsPerSecond, stream.batchSize);
  const feedback = batches(work.sesEvents * pace, queue.pollers / queue.windowSeconds, queue.batchSize);
  const senders = deployment.sendersPerMinute / 60;
  const invocations = record.perSecond + feedback.perSecond + senders;

  const workerMs =
    (record.perSecond + feedback.perSecond) * deployment.invocationMs +
    work.workerRequests * pace * deployment.requestMs;
  // While there is work, a sender is awake all the time: it waits for its slots. A high rate takes more than one,
  // or a larger one, which costs the same.
  const busy = (pace * deployment.senderMsPerMail) / 1_000;
  const senderGigabytes = Math.max(deployment.senderGigabytes, busy * GIGABYTES_PER_PROCESSOR);
  const gigabyteSeconds = senderGigabytes + (workerMs / 1_000) * deployment.workerGigabytes;

  const queueRequests = work.sesEvents * (1 + 2 / Math.min(queue.perRequest, feedback.size));
  const writeUnits = work.writeUnits + perMail(record.perSecond) * work.batchUnits;
  const { perSecond, shareOfOthers, of } = deployment.traces;
  const traces = [
    of.record ? record.perSecond : 0,
    of.feedback ? feedback.perSecond : 0,
    of.senders ? senders : 0,
  ]
    .map((rate) => Math.min(rate, perSecond) + Math.max(0, rate - perSecond) * shareOfOthers)
    .reduce((sum, rate) => sum + rate, 0);

  const perMillion = {
    'DynamoDB writes': writeUnits * prices.dynamodb.millionWriteUnits,
    'DynamoDB reads': work.readUnits * prices.dynamodb.millionReadUnits,
    'SNS publishes': work.sesEvents * prices.sns.millionPublishes,
    'SQS requests': queueRequests * prices.sqs.millionRequests,
    'Lambda compute': perMail(gigabyteSeconds) * prices.lambda.gigabyteSecond * 1e6,
    'Lambda requests': perMail(invocations) * prices.lambda.millionRequests,
    Scheduler: perMail(senders) * prices.scheduler.millionInvocations,
    'Logs of invocations':
      ((perMail(invocations) * deployment.invocationLogBytes) / 1e9) * 1e6 * prices.logs.gigabyteIngested,
    'X-Ray traces': perMail(traces) * prices.xray.millionTraces,
  };
  return {
    perMillion,
    total: Object.values(perMillion).reduce((sum, dollars) => sum + dollars, 0),
    ses: prices.ses.millionMails,
    writeUnitsPerMail: writeUnits,
    invocationsPerMail: perMail(invocations),
    gigabyteSecondsPerMail: perMail(gigabyteSeconds),
    queueRequestsPerMail: queueRequests,
    tracesPerMail: perMail(traces),
  };
}

/**
 * How many batches a second carry so many records a second, when so many looks a second each take what has
 * come since. A look that finds nothing invokes nothing: arrivals are taken as Poisson.
 */
export function batches(
  recordsPerSecond: number,
  looksPerSecond: number,
  batchSize: number,
): { perSecond: number; size: number } {
  const waiting = recordsPerSecond / looksPerSecond;
  const perSecond = Math.max(looksPerSecond * (1 - Math.exp(-waiting)), recordsPerSecond / batchSize);
  return { perSecond, size: perSecond === 0 ? 0 : recordsPerSecond / perSecond };
}
