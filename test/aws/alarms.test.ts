import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionNames } from '../../infra/aws/functions.ts';
import { table } from '../../infra/table.ts';
import { ofType, synthesise } from './synth.ts';

interface Alarm {
  AlarmDescription: string;
  AlarmActions: unknown;
  MetricName?: string;
  Namespace?: string;
  Dimensions?: { Name: string; Value: unknown }[];
  Metrics?: { MetricStat?: { Metric: { MetricName: string; Namespace: string } } }[];
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
