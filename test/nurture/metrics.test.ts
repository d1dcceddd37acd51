import { readFileSync } from 'node:fs';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { localClient } from '../../infra/local/table.ts';
import type { Metrics } from '../../shared/actions/context.ts';
import { countFailure } from '../../shared/actions/sending/count-failure.ts';
import { setControl } from '../../shared/store/sending.ts';
import type { Table } from '../../shared/store/table.ts';
import { builtBundles } from '../bundles.ts';

interface Line {
  _aws: { Timestamp: number; CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  [name: string]: unknown;
}

let stack: LocalStack;
let table: Table;
let printed: Line[] = [];

beforeAll(async () => {
  stack = await startLocal({
    bundles: await builtBundles(),
    dynamodb: inject('dynamodb'),
    sweep: false,
    config: demoConfigFor,
    log: (_, line) => {
      if (line.includes('"_aws"')) printed.push(JSON.parse(line));
    },
  });
  table = { client: localClient(stack.dynamodb), name: stack.table };
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  table?.client.destroy();
});

beforeEach(async () => {
  stack.clock.advance({ programme: 3_600_000, machine: 3_600_000 });
  await stack.sweepNow();
  await stack.settle();
  printed = [];
});

const signUp = async (email: string) => {
  await fetch(`${stack.url}/f/guide`, { method: 'POST', body: new URLSearchParams({ email }) });
  await stack.settle();
};

/** What was counted or measured, by name, with its dimensions. */
const told = (name: string) =>
  printed
    .filter((line) => line._aws.CloudWatchMetrics.some(({ Metrics }) => Metrics[0]?.Name === name))
    .map(({ _aws, [name]: value, ...dimensions }) => ({ value, ...dimensions }));

describe('a metric', () => {
  it('is a line that CloudWatch reads: a namespace, its name and unit, its value and dimensions', async () => {
    await signUp('an@voorbeeld.be');
    expect(printed).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            { Namespace: 'Kweek', Dimensions: [[]], Metrics: [{ Name: 'Sent', Unit: 'Count' }] },
          ],
        },
        Sent: 1,
      },
    ]);
    // As all that built functions print, it is there for the look at the end of the run.
    expect(readFileSync(process.env.KWEEK_LOG ?? '', 'utf8')).toContain(JSON.stringify(printed[0]));
  });

  it('is not printed by a sweep that finds nothing to do', async () => {
    await stack.sweepNow();
    expect(printed).toEqual([]);
  });
});

describe('what is counted', () => {
  it('is what SES throttles and what it refuses', async () => {
    stack.ses.inject({ operation: 'SendEmail', kind: 'TooManyRequestsException', times: 1 });
    await signUp('bo@voorbeeld.be');
    expect(told('Throttled')).toEqual([{ value: 1 }]);

    stack.ses.inject({ operation: 'SendEmail', kind: 'MessageRejected', times: 1 });
    await signUp('cas@voorbeeld.be');
    expect(told('Refused')).toEqual([{ value: 1 }]);
    expect(told('Sent')).toEqual([]);
  });

  it('is a refusal by which SES stops the whole account', async () => {
    stack.ses.account.sendingEnabled = false;
    await signUp('dirk@voorbeeld.be');
    stack.ses.account.sendingEnabled = true;
    expect(told('SendingPaused')).toEqual([{ value: 1 }]);
    expect(told('BreakerOpened')).toEqual([{ value: 1 }]);
    await stack.sweepNow();
    expect(told('NurturePaused')).toEqual([{ value: 1 }]);
    await setControl(table, 'nurturePaused', undefined);
  });

  it('is a message that feedback cannot read and sets aside', async () => {
    await stack.invoke('feedback', { Records: [{ messageId: 'm1', body: 'no JSON' }] });
    expect(told('SetAside')).toEqual([{ value: 1 }]);
  });

  it('is a mail that nobody knows of, twice in vain', async () => {
    stack.ses.events.rule(() => 'drop');
    stack.ses.inject({ operation: 'SendEmail', kind: 'reset', accept: true, times: 2 });
    await signUp('gust@voorbeeld.be');
    for (const presumed of [[], [{ value: 1 }]]) {
      stack.clock.advance({ programme: 1_200_000, machine: 1_200_000 });
      await stack.sweepNow();
      expect(told('PresumedSent')).toEqual(presumed);
    }
    stack.ses.events.rule();
  });

  it('is a mail that cannot be made, apart from those that SES refuses', () => {
    const names: string[] = [];
    const counting: Metrics = { count: (name) => names.push(name), overdue: () => {} };
    countFailure(counting, 'unrenderable', undefined);
    countFailure(counting, 'quota', undefined);
    expect(names).toEqual(['RenderFailed', 'Refused']);
  });

  it('is work that is parked after its eighth failure', async () => {
    stack.ses.inject({ operation: 'SendEmail', kind: 'MessageRejected', times: 8 });
    await signUp('eva@voorbeeld.be');
    for (let failures = 1; failures < 8; failures++) {
      expect(told('Parked')).toEqual([]);
      stack.clock.advance({ programme: 7 * 3_600_000, machine: 7 * 3_600_000 });
      await stack.sweepNow();
    }
    expect(told('Refused')).toHaveLength(8);
    expect(told('Parked')).toEqual([{ value: 1 }]);
  });
});

describe('how late leads are', () => {
  it('is told by lane while sending is paused, with the pause', async () => {
    await setControl(table, 'paused', { reason: 'a test', since: 0 });
    await signUp('fie@voorbeeld.be');
    stack.clock.advance({ programme: 600_000, machine: 600_000 });
    await stack.sweepNow();
    await setControl(table, 'paused', undefined);
    expect(told('SendingPaused')).toEqual([{ value: 1 }]);
    expect(told('Overdue')).toEqual([{ Lane: 'asked', value: expect.any(Number) }]);
    const [late] = told('Overdue');
    expect(late?.value).toBeGreaterThanOrEqual(600);
    expect(late?.value).toBeLessThan(1_200);
  });

  it('is told of nurture that waits because the day’s quota is left to what leads ask for', async () => {
    stack.ses.account.limits.quota = stack.ses.calls.filter(({ accepted }) => accepted).length;
    const da = stack.clock.programme() - 7_200_000;
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: marshall({ pk: 'lead_late', sk: 'due', dq: '1#0', da }),
      }),
    );
    stack.clock.advance({ programme: 120_000, machine: 120_000 });
    expect(await stack.sweepNow()).toMatchObject({ visited: 0, stopped: 'quota' });
    expect(told('Overdue')).toEqual([{ Lane: 'nurture', value: expect.any(Number) }]);
    expect(told('Overdue')[0]?.value).toBeGreaterThanOrEqual(7_200);
  });
});
