import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../infra/aws/settings.ts';
import { kweek, ofType, synthesise } from './synth.ts';

describe('the AWS Solutions checks', () => {
  it('find nothing that is not acknowledged with a reason', () => {
    expect(() =>
      kweek({ sendWorkers: 2, openTracking: true, alarmEmail: 'ops@example.org' }).app.synth(),
    ).not.toThrow();
  });

  it('are awake: a bucket without access logs stops the synthesis', () => {
    const { app, stack } = kweek();
    new Bucket(stack, 'Careless');
    expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  });
});

describe('alarms', () => {
  const { app } = synthesise({ alarmEmail: 'ops@example.org' });
  const alarms = Object.values(ofType(app, 'AWS::CloudWatch::Alarm')).map((alarm) => alarm.Properties);

  it('say in a sentence what is wrong and what to do', () => {
    for (const alarm of alarms) expect(alarm.AlarmDescription).toMatch(/^\S.{60,}\.$/);
  });

  it('all tell one topic, which CloudWatch may publish to and a person reads', () => {
    for (const alarm of alarms)
      expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Alarms/) }]);
    app.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.org' });
    expect(JSON.stringify(ofType(app, 'AWS::SNS::TopicPolicy'))).toContain('cloudwatch.amazonaws.com');
  });

  it('watch dead letters, both readers of the stream, every function, and silence', () => {
    const count = (metric: string) => alarms.filter((alarm) => alarm.MetricName === metric).length;
    expect(count('ApproximateNumberOfMessagesVisible')).toBe(1);
    expect(count('IteratorAge')).toBe(2);
    expect(count('Errors')).toBe(7);
    expect(alarms.find((alarm) => alarm.MetricName === 'Invocations')).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });
});

describe('settings', () => {
  it('have defaults that let anyone look at the stacks', () => {
    expect(settingsSchema.parse({})).toEqual({
      domain: 'example.com',
      sendWorkers: 1,
      linkKeys: ['k1'],
      openTracking: false,
      testRecipients: [],
      bundles: 'dist',
    });
  });

  it.each([
    ['a domain that is none', { domain: 'not a domain' }],
    ['a base URL without TLS', { baseUrl: 'http://example.org' }],
    ['a base URL with a trailing slash', { baseUrl: 'https://example.org/' }],
    ['no sender at all', { sendWorkers: 0 }],
    ['no link key at all', { linkKeys: '' }],
    ['a link key named twice', { linkKeys: 'k1,k1' }],
    ['a tracking switch that is neither on nor off', { openTracking: 'maybe' }],
  ])('refuse %s', (_, settings) => {
    expect(settingsSchema.safeParse(settings).success).toBe(false);
  });
});
