import { isDeepStrictEqual } from 'node:util';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it, vi } from 'vitest';
import { metrics, namespace } from '../../functions/metrics.ts';
import { functionNames } from '../../infra/aws/functions.ts';
import { table } from '../../infra/table.ts';
import type { CountName } from '../../shared/actions/context.ts';
import { ofType, synthesise } from './synth.ts';

interface Alarm {
  AlarmDescription: string;
  AlarmActions: unknown;
  MetricName?: string;
  Namespace?: string;
  Dimensions?: { Name: string; Value: unknown }[];
  Metrics?: {
    MetricStat?: {
      Metric: { MetricName: string; Namespace: string; Dimensions: { Name: string; Value: unknown }[] };
    };
  }[];
  Threshold: number;
  EvaluationPeriods: number;
  ComparisonOperator: string;
  TreatMissingData: string;
}

const { app } = synthesise({ alarmEmail: 'ops@example.org' });
const alarms = Object.values(ofType(app, 'AWS::CloudWatch::Alarm')).map(
  (alarm) => alarm.Properties as unknown as Alarm,
);
const on = (metric: string) => alarms.filter((alarm) => alarm.MetricName === metric);

describe('alarms', () => {
  it('say in a sentence what is wrong and what to do', () => {
    for (const alarm of alarms) expect(alarm.AlarmDescription).toMatch(/^\S.{60,}\.$/);
    expect(new Set(alarms.map((alarm) => alarm.AlarmDescription)).size).toBe(alarms.length);
  });

  it('all tell one topic, which CloudWatch and the budget may publish to and a person reads', () => {
    for (const alarm of alarms)
      expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Alarms/) }]);
    app.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.org' });
    app.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('watch dead letters, both readers of the stream, and every function', () => {
    expect(on('ApproximateNumberOfMessagesVisible')).toHaveLength(1);
    expect(on('IteratorAge')).toHaveLength(2);
    expect(on('Errors')).toHaveLength(functionNames.length);
    expect(on('5xx')).toHaveLength(1);
  });

  it('go off when the sweep falls silent, and not when there is merely nothing to tell', () => {
    for (const alarm of alarms) {
      const silence = alarm.MetricName === 'Invocations';
      expect(alarm.ComparisonOperator.startsWith('Less')).toBe(silence);
      expect(alarm.TreatMissingData).toBe(silence ? 'breaching' : 'notBreaching');
    }
    expect(on('Invocations')).toHaveLength(1);
  });

  it('go off at the first mail that is presumed sent, parked or cannot be made, at what is set aside, at a pause', () => {
    for (const name of ['PresumedSent', 'Parked', 'RenderFailed', 'SetAside', 'SendingPaused']) {
      expect(on(name)).toEqual([
        expect.objectContaining({ Namespace: 'Kweek', Threshold: 1, EvaluationPeriods: 1 }),
      ]);
    }
  });

  it('bear a single refusal or throttle, which the senders deal with, but not ones that go on', () => {
    for (const name of ['Refused', 'Throttled']) {
      expect(on(name)).toHaveLength(1);
      expect(on(name)[0]?.EvaluationPeriods).toBeGreaterThan(1);
    }
  });

  it('wait longest for chores and shortest for what a lead asked for', () => {
    const late = (lane: string) =>
      on('Overdue').find(({ Dimensions }) => Dimensions?.[0]?.Value === lane)?.Threshold ?? 0;
    expect(on('Overdue')).toHaveLength(3);
    expect(late('asked')).toBe(300);
    expect(late('nurture')).toBeGreaterThan(late('asked'));
    expect(late('chores')).toBeGreaterThan(late('nurture'));
  });

  it('watch throttles of functions all together, and of the table with its indexes', () => {
    expect(on('Throttles')).toEqual([expect.not.objectContaining({ Dimensions: expect.anything() })]);
    const ofTable = alarms.flatMap(({ Metrics = [] }) =>
      Metrics.flatMap(({ MetricStat }) => MetricStat ?? []),
    );
    expect(ofTable.map(({ Metric }) => Metric.MetricName).sort()).toEqual([
      ...Array(1 + table.indexes.length).fill('ReadThrottleEvents'),
      ...Array(1 + table.indexes.length).fill('WriteThrottleEvents'),
    ]);
  });
});

describe('an alarm watches what really is told', () => {
  /** What CloudWatch makes of the lines that a function prints. */
  const printed = (tell: () => void) => {
    const lines: string[] = [];
    const write = vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((line) => lines.push(String(line)) > 0);
    tell();
    write.mockRestore();
    return lines.flatMap((line) => {
      const { _aws, ...values } = JSON.parse(line) as {
        _aws: {
          CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
        };
      } & Record<string, unknown>;
      return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions: [names = []], Metrics }) =>
        Metrics.map(({ Name }) => ({
          ...{ Namespace, MetricName: Name },
          Dimensions: names.map((name) => ({ Name: name, Value: values[name] })),
        })),
      );
    });
  };
  /** Metrics of ours are seen in the log groups of whoever prints them, and have no dimensions but their own. */
  const watched = alarms
    .filter(({ Namespace }) => Namespace === namespace)
    .map(({ Namespace, MetricName, Dimensions = [] }) => ({ Namespace, MetricName, Dimensions }));

  const counts: Record<CountName, boolean> = {
    ...{ Sent: false, PresumedSent: true, Parked: true, Refused: true, Throttled: true, SetAside: true },
    ...{ RenderFailed: true, SendingPaused: true, NurturePaused: true, BreakerOpened: true },
  };
  it.each(Object.entries(counts) as [CountName, boolean][])('the count %s: %s', (name, isAlarming) => {
    const [told, ...more] = printed(() => metrics.count(name));
    expect(more).toEqual([]);
    const found = watched.filter((one) => isDeepStrictEqual(one, told));
    expect(found).toHaveLength(isAlarming ? 1 : 0);
  });

  it.each([0, 1, 2] as const)('how late lane %s is', (lane) => {
    const [told] = printed(() => metrics.overdue(lane, 7_200));
    expect(watched.filter((one) => isDeepStrictEqual(one, told))).toHaveLength(1);
  });

  it('and nothing of ours that nobody tells', () => {
    const told = [
      ...(Object.keys(counts) as CountName[]).flatMap((name) => printed(() => metrics.count(name))),
      ...([0, 1, 2] as const).flatMap((lane) => printed(() => metrics.overdue(lane, 1))),
    ];
    for (const one of watched) expect(told).toContainEqual(one);
  });

  const idsOf = (type: string) => Object.keys(ofType(app, type));
  const named = (metric: string) =>
    on(metric).map(({ Namespace, Dimensions = [] }) => ({ Namespace, Dimensions }));

  it('at AWS: the functions that read the stream, the dead letters of the feedback queue, the API', () => {
    const readers = Object.values(ofType(app, 'AWS::Lambda::EventSourceMapping'))
      .filter(({ Properties }) => Properties.StartingPosition !== undefined)
      .map(({ Properties }) => Properties.FunctionName);
    expect(readers).toHaveLength(2);
    expect(named('IteratorAge')).toEqual(
      expect.arrayContaining(
        readers.map((Value) => ({ Namespace: 'AWS/Lambda', Dimensions: [{ Name: 'FunctionName', Value }] })),
      ),
    );

    const [deadLetters] = Object.values(ofType(app, 'AWS::SQS::Queue')).flatMap(({ Properties }) => {
      const policy = Properties.RedrivePolicy as
        | { deadLetterTargetArn: { 'Fn::GetAtt': string[] } }
        | undefined;
      return policy?.deadLetterTargetArn['Fn::GetAtt'][0] ?? [];
    });
    const Value = { 'Fn::GetAtt': [deadLetters, 'QueueName'] };
    expect(named('ApproximateNumberOfMessagesVisible')).toEqual([
      { Namespace: 'AWS/SQS', Dimensions: [{ Name: 'QueueName', Value }] },
    ]);

    const [api] = idsOf('AWS::ApiGatewayV2::Api');
    expect(named('5xx')).toEqual([
      { Namespace: 'AWS/ApiGateway', Dimensions: [{ Name: 'ApiId', Value: { Ref: api } }] },
    ]);
    expect(named('Throttles')).toEqual([{ Namespace: 'AWS/Lambda', Dimensions: [] }]);
  });

  it('at AWS: the table with each of its indexes by name, and every function by its own', () => {
    const throttles = alarms.flatMap(({ Metrics = [] }) =>
      Metrics.flatMap((m) => m.MetricStat?.Metric ?? []),
    );
    const held = throttles.map(({ Namespace, Dimensions }) => [
      Namespace,
      Dimensions.find(({ Name }) => Name === 'GlobalSecondaryIndexName')?.Value,
    ]);
    for (const index of [undefined, ...table.indexes.map(({ name }) => name)]) {
      expect(held.filter((one) => isDeepStrictEqual(one, ['AWS/DynamoDB', index]))).toHaveLength(2);
    }
    expect(throttles.every(({ Dimensions }) => Dimensions.some(({ Name }) => Name === 'TableName'))).toBe(
      true,
    );

    const functions = idsOf('AWS::Lambda::Function');
    const failing = named('Errors').map(({ Namespace, Dimensions }) => [Namespace, Dimensions]);
    for (const [space, dimensions] of failing) {
      expect(space).toBe('AWS/Lambda');
      expect(dimensions).toEqual([{ Name: 'FunctionName', Value: { Ref: expect.toBeOneOf(functions) } }]);
    }
    expect(new Set(failing.map((one) => JSON.stringify(one))).size).toBe(functionNames.length);
  });
});

describe('the budget', () => {
  it('tells the same topic before the month is over, and can be left out', () => {
    const budget = { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 50, Unit: 'USD' } };
    const told = (NotificationType: string) =>
      Match.objectLike({
        Notification: Match.objectLike({ NotificationType }),
        Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: Match.stringLikeRegexp('^Alarms') } }],
      });
    app.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: budget,
      NotificationsWithSubscribers: [told('ACTUAL'), told('FORECASTED')],
    });
    synthesise({ monthlyBudget: '0' }).app.resourceCountIs('AWS::Budgets::Budget', 0);
  });
});

describe('the dashboard', () => {
  const [dashboard] = Object.values(ofType(app, 'AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);

  it('shows every alarm', () => {
    for (const id of Object.keys(ofType(app, 'AWS::CloudWatch::Alarm'))) expect(body).toContain(`"${id}"`);
  });

  it('shows whether mail leaves, comes late, and is answered', () => {
    for (const metric of ['Sent', 'Overdue', 'PresumedSent', 'Bounce', 'IteratorAge', '5xx', 'Latency'])
      expect(body).toContain(`\\"${metric}\\"`);
  });
});
