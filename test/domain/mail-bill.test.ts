import { describe, expect, it } from 'vitest';
import { functions } from '../../infra/functions.ts';
import { prices as listed, type Prices } from '../../shared/domain/rehearsal/aws-prices.ts';
import { batches, billOf, type Deployment, type MailWork } from '../../shared/domain/rehearsal/mail-bill.ts';
import { costOfMails } from '../../shared/domain/rehearsal/mail-cost.ts';
import measured from '../../shared/domain/rehearsal/mail-work.json' with { type: 'json' };

describe('batches', () => {
  it('are as many as the records when there is hardly one for a look', () => {
    const { perSecond, size } = batches(0.001, 16, 100);
    expect(perSecond).toBeCloseTo(0.001, 6);
    expect(size).toBeCloseTo(1, 3);
  });

  it('are as many as the looks when every look finds some', () => {
    expect(batches(320, 16, 100)).toEqual({
      perSecond: 16 * (1 - Math.exp(-20)),
      size: expect.closeTo(20, 3),
    });
  });

  it('are full when more comes than the looks can take', () => {
    expect(batches(1_000, 1, 100)).toEqual({ perSecond: 10, size: 100 });
  });

  it('are none when nothing comes', () => {
    expect(batches(0, 16, 100)).toEqual({ perSecond: 0, size: 0 });
  });
});

/** Ten mails a second; a stream and a queue that fill their batches: easy to work out by hand. */
const deployment: Deployment = {
  mailsPerSecond: 10,
  senderGigabytes: 0.5,
  senderMsPerMail: 1,
  workerGigabytes: 1,
  sendersPerMinute: 6,
  stream: { shards: 1, pollsPerSecond: 0.01, batchSize: 10 },
  queue: { pollers: 1, windowSeconds: 1_000, batchSize: 10, perRequest: 10 },
  invocationMs: 5,
  requestMs: 2,
  invocationLogBytes: 1_000,
  traces: { perSecond: 1, shareOfOthers: 0.1, of: { record: true, feedback: true, senders: true } },
};
const work: MailWork = {
  writeUnits: 6,
  batchUnits: 2,
  readUnits: 2,
  streamRecords: 4,
  sesEvents: 2,
  workerRequests: 5,
};
const prices: Prices = {
  region: 'nowhere',
  asOf: '2000-01-01',
  dynamodb: { millionWriteUnits: 1, millionReadUnits: 0.25 },
  lambda: { gigabyteSecond: 0.00001, millionRequests: 0.2 },
  sns: { millionPublishes: 0.5 },
  sqs: { millionRequests: 0.4 },
  scheduler: { millionInvocations: 1 },
  logs: { gigabyteIngested: 0.5 },
  xray: { millionTraces: 5 },
  ses: { millionMails: 100 },
};

it('prices a million mails', () => {
  const { perMillion, total, ses, ...perMail } = billOf(work, deployment, prices);
  // A second has 40 records in 4 batches, 20 events in 2 and a tenth of a sender: 6.1 invocations for 10 mails.
  expect(perMail.invocationsPerMail).toBeCloseTo(0.61);
  // Six, and for each batch of the stream two more.
  expect(perMail.writeUnitsPerMail).toBeCloseTo(6 + (4 * 2) / 10);
  // Half a gigabyte all the time; 6 × 5 ms and 50 requests of 2 ms in one gigabyte.
  expect(perMail.gigabyteSecondsPerMail).toBeCloseTo((0.5 + 0.03 + 0.1) / 10);
  // Two sends; two tenths of a receive and of a delete.
  expect(perMail.queueRequestsPerMail).toBeCloseTo(2.4);
  // One and a tenth of three for the stream, one and a tenth of one for the queue, a tenth for the sender.
  expect(perMail.tracesPerMail).toBeCloseTo((1.3 + 1.1 + 0.1) / 10);
  const expected = {
    'DynamoDB writes': 6.8,
    'DynamoDB reads': 0.5,
    'SNS publishes': 1,
    'SQS requests': 0.96,
    'Lambda compute': 0.63,
    'Lambda requests': 0.122,
    Scheduler: 0.01,
    'Logs of invocations': 0.305,
    'X-Ray traces': 1.25,
  };
  for (const [service, dollars] of Object.entries(expected)) expect(perMillion[service]).toBeCloseTo(dollars);
  expect(Object.keys(perMillion)).toEqual(Object.keys(expected));
  expect([total, ses]).toEqual([expect.closeTo(11.577), 100]);
});

describe('what a simulation says mails cost', () => {
  it('is the bill of the mail that the last written bench measured, by the same prices', () => {
    const bill = billOf(measured.work, measured.deployment, listed);
    const { ses, other } = costOfMails(2_000_000);
    expect(other).toBeCloseTo(2 * bill.total, 9);
    expect(ses).toBeCloseTo(2 * listed.ses.millionMails, 9);
  });

  it('was measured, and not at a rate or with functions that nobody has', () => {
    expect(measured.work.writeUnits).toBeGreaterThan(4);
    expect(measured.work.writeUnits).toBeLessThan(8);
    expect(measured.deployment.senderGigabytes * 1_024).toBe(functions['nurture-send'].memoryMb);
    expect(measured.deployment.workerGigabytes * 1_024).toBe(functions.record.memoryMb);
  });
});
