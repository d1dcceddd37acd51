import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functions, routes, startFilter } from '../../infra/functions.ts';
import { ofType, type Resource, synthesise } from './synth.ts';

const { app } = synthesise();
const stream = { 'Fn::ImportValue': Match.stringLikeRegexp('StreamArn') };

function mappings(of: string): Resource[] {
  return Object.values(ofType(app, 'AWS::Lambda::EventSourceMapping')).filter((mapping) =>
    JSON.stringify(mapping.Properties.EventSourceArn).includes(of),
  );
}
const reads = (mapping: Resource) => (mapping.Properties.FunctionName as { Ref: string }).Ref;

describe('the HTTP API', () => {
  it('has exactly the routes of the plan, each to its function', () => {
    const integrations = ofType(app, 'AWS::ApiGatewayV2::Integration');
    const made = Object.values(ofType(app, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => {
      const [, id = ''] = (Properties.Target as { 'Fn::Join': [string, [string, { Ref: string }]] })[
        'Fn::Join'
      ][1];
      const integration = typeof id === 'string' ? undefined : integrations[id.Ref];
      return `${Properties.RouteKey} ${JSON.stringify(integration?.Properties.IntegrationUri)}`;
    });
    expect(made).toHaveLength(routes.length);
    for (const { route, to } of routes) {
      const id = to[0]?.toUpperCase() + to.slice(1);
      expect(made.filter((line) => line.startsWith(`${route} `))).toEqual([
        expect.stringMatching(new RegExp(`"${id}[0-9A-F]{8}"`)),
      ]);
    }
  });

  it('is throttled by group of routes, once its routes are there', () => {
    const [stage] = Object.values(ofType(app, 'AWS::ApiGatewayV2::Stage'));
    expect(stage?.Properties).toMatchObject({ StageName: '$default' });
    const settings = stage?.Properties.RouteSettings as Record<string, { ThrottlingRateLimit: number }>;
    expect(Object.keys(settings).sort()).toEqual(routes.map(({ route }) => route).sort());
    const slowest = (to: string) =>
      Math.min(
        ...routes.filter((r) => r.to === to).map(({ route }) => settings[route]?.ThrottlingRateLimit ?? 0),
      );
    expect(slowest('capture')).toBeGreaterThan(slowest('admin'));
    expect(slowest('links')).toBeGreaterThan(slowest('admin'));
    expect(slowest('admin')).toBeGreaterThan(0);
    const made = Object.keys(ofType(app, 'AWS::ApiGatewayV2::Route'));
    expect(stage?.DependsOn).toEqual(expect.arrayContaining(made));
  });

  it('answers at an address of our own when it has a certificate', () => {
    const own = synthesise({
      baseUrl: 'https://go.example.org',
      certificate: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a-1b',
    }).app;
    own.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'go.example.org',
      DomainNameConfigurations: [Match.objectLike({ SecurityPolicy: 'TLS_1_2' })],
    });
    own.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: '$default' });
    expect(own.findOutputs('DomainRecord')).not.toEqual({});
    app.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  });

  it('leaves CORS to the forms', () => {
    app.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      ProtocolType: 'HTTP',
      CorsConfiguration: Match.absent(),
    });
  });

  it('logs nothing about a person', () => {
    const [stage] = Object.values(ofType(app, 'AWS::ApiGatewayV2::Stage'));
    const { Format } = (stage?.Properties.AccessLogSettings ?? { Format: '' }) as { Format: string };
    expect(Format.match(/\$context\.[\w.]+/g)?.sort()).toEqual([
      '$context.requestId',
      '$context.requestTimeEpoch',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});

describe('the stream', () => {
  it('has two readers, which DynamoDB bears, and they are record and nurture-start', () => {
    expect(mappings('StreamArn').map(reads).sort()).toEqual([
      expect.stringMatching(/^NurtureStart/),
      expect.stringMatching(/^Record/),
    ]);
  });

  it('is read in order, from the first record, until every record has been taken', () => {
    for (const { Properties } of mappings('StreamArn')) {
      expect(Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        ParallelizationFactor: 1,
        MaximumRetryAttempts: -1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      expect(Properties).not.toHaveProperty('MaximumRecordAgeInSeconds');
      expect(Properties).not.toHaveProperty('DestinationConfig');
    }
  });

  it('wakes nurture-start only for what a lead asked for, and record for everything', () => {
    app.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: stream,
      FunctionName: { Ref: Match.stringLikeRegexp('^NurtureStart') },
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(startFilter) }] },
    });
    app.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp('^Record') },
      FilterCriteria: Match.absent(),
    });
  });
});

describe('the schedule', () => {
  it('wakes one sender a minute, and does not repeat a minute that failed', () => {
    app.resourceCountIs('AWS::Scheduler::Schedule', 1);
    app.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NurtureSend'), 'Arn'] },
        Input: '{"worker":0,"of":1}',
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    });
    app.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  });

  it('numbers the workers when there are more', () => {
    const three = synthesise({ sendWorkers: '3' }).app;
    const inputs = Object.values(ofType(three, 'AWS::Scheduler::Schedule')).map(
      ({ Properties }) => (Properties.Target as { Input: string }).Input,
    );
    expect(inputs.sort()).toEqual(['{"worker":0,"of":3}', '{"worker":1,"of":3}', '{"worker":2,"of":3}']);
  });
});

describe('mail events', () => {
  const wanted = ['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject', 'renderingFailure'];

  it('come from SES through a topic that only our configuration set may publish to', () => {
    app.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: wanted,
        SnsDestination: { TopicARN: { Ref: Match.stringLikeRegexp('^MailEvents') } },
      },
    });
    app.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'ses.amazonaws.com' },
            Condition: { StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('tell of opens only when that is switched on', () => {
    synthesise({ openTracking: 'true' }).app.hasResourceProperties(
      'AWS::SES::ConfigurationSetEventDestination',
      {
        EventDestination: { MatchingEventTypes: [...wanted, 'open'] },
      },
    );
  });

  it('wait in a queue long enough for feedback to fail, then in a dead-letter queue', () => {
    app.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] },
      },
    });
    const waits = Object.values(ofType(app, 'AWS::SQS::Queue')).flatMap(
      ({ Properties }) => (Properties.VisibilityTimeout as number | undefined) ?? [],
    );
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(6 * functions.feedback.timeoutSeconds);
  });

  it('are kept among the dead letters too when the topic cannot put them into the queue', () => {
    app.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] },
      },
    });
    expect(JSON.stringify(app.findOutputs('RedriveCommand'))).toContain('start-message-move-task');
  });

  it('reach feedback in batches of which it may hand back a part', () => {
    const [mapping, ...others] = mappings('FeedbackQueue');
    expect(others).toEqual([]);
    expect(mapping?.Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(mapping && reads(mapping)).toMatch(/^Feedback/);
  });
});
