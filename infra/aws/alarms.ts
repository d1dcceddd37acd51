import { Aws, CfnOutput, Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { functionNames, type Lambdas, pascal } from './functions.ts';
import type { Mail } from './ses.ts';

interface Watched {
  readonly api: HttpApi;
  readonly lambdas: Lambdas;
  readonly mail: Mail;
}

interface Watch {
  readonly id: string;
  readonly metric: IMetric;
  /** Goes off at this value or above it. */
  readonly atLeast: number;
  /** For this many periods in a row; 1 unless told. */
  readonly periods?: number;
  /** What it means and what to do, for someone woken by it. */
  readonly tells: string;
}

const minutes = (count: number) => Duration.minutes(count).toMilliseconds();
const period = Duration.minutes(5);
const sum = { period, statistic: 'Sum' };
const highest = { period, statistic: 'Maximum' };
const reputation = (metricName: string) =>
  new Metric({ namespace: 'AWS/SES', metricName, period: Duration.hours(1), statistic: 'Maximum' });

function watches({ api, lambdas, mail }: Watched): Watch[] {
  return [
    {
      id: 'FeedbackDeadLetters',
      metric: mail.deadLetters.metricApproximateNumberOfMessagesVisible(highest),
      atLeast: 1,
      tells:
        'Mail events could not be handled ten times over. Read the errors of feedback, mend the cause, then redrive the dead-letter queue within 14 days: bounces and complaints may be among them.',
    },
    {
      id: 'FeedbackLate',
      metric: mail.queue.metricApproximateAgeOfOldestMessage(highest),
      atLeast: Duration.minutes(15).toSeconds(),
      tells:
        'Mail events wait longer than a send may stay open (15 minutes), so senders hold back on what they cannot confirm. See whether feedback fails or is throttled.',
    },
    {
      id: 'RecordLate',
      metric: lambdas.record.metric('IteratorAge', highest),
      atLeast: minutes(15),
      tells:
        'The timeline and the statistics lag behind, most likely at a record that fails again and again. Mend record before the lag reaches 24 hours: the stream forgets after that, and only a replay brings the rows back.',
    },
    {
      id: 'NurtureStartLate',
      metric: lambdas['nurture-start'].metric('IteratorAge', highest),
      atLeast: minutes(5),
      tells:
        'Confirmations and lead magnets do not leave at once. The sweep still sends them within a minute or two; see why nurture-start fails.',
    },
    {
      id: 'ApiFailures',
      metric: api.metricServerError(sum),
      atLeast: 5,
      tells:
        'Visitors get errors: signups may be lost. See the errors and throttles of capture, links and admin.',
    },
    {
      id: 'BounceRate',
      metric: reputation('Reputation.BounceRate'),
      atLeast: 0.04,
      tells:
        'At 5 % bounces AWS reviews the account, at 10 % it may stop sending. Pause sending, find the form or import that brought the bad addresses.',
    },
    {
      id: 'ComplaintRate',
      metric: reputation('Reputation.ComplaintRate'),
      atLeast: 0.0008,
      tells:
        'At 0.1 % complaints AWS reviews the account, at 0.5 % it may stop sending. Pause sending, see which sequence people did not expect.',
    },
    ...functionNames.map((name) => ({
      id: `${pascal(name)}Errors`,
      metric: lambdas[name].metricErrors(sum),
      atLeast: 1,
      periods: 2,
      tells: `${name} has thrown for ten minutes. Its log group holds the error codes; nothing is lost yet where a stream, queue or schedule tries again.`,
    })),
  ];
}

/** Alarms, each with the sentence that a person needs, told to one topic. */
export function raiseAlarms(scope: Construct, watched: Watched, email?: string): void {
  const topic = new Topic(scope, 'Alarms', { enforceSSL: true });
  // A topic with a policy of its own no longer lets the account's services in by default.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  if (email) topic.addSubscription(new EmailSubscription(email));
  new CfnOutput(scope, 'AlarmTopic', { value: topic.topicArn });

  const tell = new SnsAction(topic);
  for (const { id, metric, atLeast, periods = 1, tells } of watches(watched)) {
    new Alarm(scope, `${id}Alarm`, {
      alarmDescription: tells,
      metric,
      threshold: atLeast,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(tell);
  }

  new Alarm(scope, 'SweepSilentAlarm', {
    alarmDescription:
      'No sender has been woken for 15 minutes: no sequence sends. See whether the schedule is enabled and nurture-send is throttled.',
    metric: watched.lambdas['nurture-send'].metricInvocations(sum),
    threshold: 1,
    evaluationPeriods: 3,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  }).addAlarmAction(tell);
}
