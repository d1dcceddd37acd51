import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { table as plan } from '../table.ts';
import { functionNames, type Lambdas, pascal } from './functions.ts';
import { counted, overdue } from './own-metrics.ts';
import type { Mail } from './ses.ts';

export interface Watched {
  readonly api: HttpApi;
  readonly lambdas: Lambdas;
  readonly mail: Mail;
  readonly table: ITable;
}

export interface Watch {
  readonly id: string;
  readonly metric: IMetric;
  /** Goes off at this value or above it, or, with `below`, under it and when there is none. */
  readonly threshold: number;
  readonly below?: true;
  /** For this many periods in a row; 1 unless told. */
  readonly periods?: number;
  /** What it means and what to do, for someone woken by it. */
  readonly tells: string;
}

const minutes = (count: number) => Duration.minutes(count).toSeconds();
const hours = (count: number) => Duration.hours(count).toSeconds();
const period = Duration.minutes(5);
const sum = { period, statistic: 'Sum' };
const highest = { period, statistic: 'Maximum' };

/** All that someone is woken for. */
export const watches = (watched: Watched): Watch[] => [
  ...sending(watched),
  ...reputation(),
  ...feedback(watched),
  ...streams(watched),
  ...platform(watched),
];

const sending = ({ lambdas }: Watched): Watch[] => [
  {
    id: 'RequestedOverdue',
    metric: overdue('asked', highest),
    threshold: minutes(5),
    periods: 2,
    tells:
      'Confirmations and magnets have been waiting for five minutes and more: people wait in front of their mailbox. See whether sending is paused, the quota is used up, or nurture-send fails.',
  },
  {
    id: 'NurtureOverdue',
    metric: overdue('nurture', highest),
    threshold: hours(2),
    periods: 3,
    tells:
      'Nurture mails are more than two hours late. Most likely the daily quota or the send rate is too small for what is due (the SES console shows both; ask for more), or sending is paused.',
  },
  {
    id: 'ChoresOverdue',
    metric: overdue('chores', highest),
    threshold: hours(6),
    periods: 3,
    tells:
      'Retention, erasure and bulk jobs are more than six hours behind. See the errors of nurture-send; nothing is lost, but what should be deleted still stands.',
  },
  {
    id: 'SendingPaused',
    metric: counted('SendingPaused', { period }),
    threshold: 1,
    tells:
      'Sending is paused, by a person or by SES itself. If nobody of yours paused it, read the mails from AWS and the SES console for the reason before you resume; nothing is lost meanwhile, it only waits.',
  },
  {
    id: 'BreakerOpened',
    metric: counted('BreakerOpened', { period }),
    threshold: 1,
    tells:
      'Nurture has paused itself: too many of the last mails bounced or were called spam, or SES has paused the account. GET /v1/sending says which; find the form or import that brought the addresses, or the sequence that people did not expect, before POST /v1/sending/resume. Confirmations and magnets go on leaving.',
  },
  {
    id: 'NurturePaused',
    metric: counted('NurturePaused', { period: Duration.hours(1) }),
    threshold: 1,
    periods: 24,
    tells:
      'Nurture has been paused for a day, by a person or by itself. GET /v1/sending says by whom and why; POST /v1/sending/resume lets it go on, the oldest mails first.',
  },
  {
    id: 'PresumedSent',
    metric: counted('PresumedSent', { period }),
    threshold: 1,
    tells:
      'For at least one mail nobody knows whether it left, and it was taken as sent. Look at the feedback queue and its dead letters, then find email.presumed_sent in the timeline of the lead that the log of nurture-send names.',
  },
  {
    id: 'Parked',
    metric: counted('Parked', { period }),
    threshold: 1,
    tells:
      'A mail failed eight times and is tried no more. The log of the nurture functions names the lead, the template and the reason; mend that, and publish the configuration again.',
  },
  {
    id: 'RenderFailed',
    metric: counted('RenderFailed', { period }),
    threshold: 1,
    tells:
      'A mail could not be made of its template: a value without a fallback, or a template that is gone. The log of the nurture functions says which; publish a mended one within a day, before it is parked.',
  },
  {
    id: 'Refused',
    metric: counted('Refused', { period }),
    threshold: 1,
    periods: 3,
    tells:
      'SES has refused mails for fifteen minutes. The code in the log of the nurture functions says why: quota used up, domain no longer verified, or content that it does not take. Refused mails are tried again.',
  },
  {
    id: 'Throttled',
    metric: counted('Throttled', { period }),
    threshold: 10,
    periods: 3,
    tells:
      'SES throttles us again and again, though we stay below its rate. Something else sends with this account and region; find it, or ask for a higher rate. Throttled mails are sent later.',
  },
  {
    id: 'SweepSilent',
    metric: lambdas['nurture-send'].metricInvocations(sum),
    threshold: 1,
    below: true,
    periods: 3,
    tells:
      'No sender has been woken for 15 minutes: no sequence sends. See whether the schedule is enabled and nurture-send is throttled.',
  },
];

const accountRate = (metricName: string) =>
  new Metric({ namespace: 'AWS/SES', metricName, period: Duration.hours(1), statistic: 'Maximum' });

const reputation = (): Watch[] => [
  {
    id: 'BounceRate',
    metric: accountRate('Reputation.BounceRate'),
    threshold: 0.04,
    tells:
      'At 5 % bounces AWS reviews the account, at 10 % it may stop sending. Pause sending, find the form or import that brought the bad addresses.',
  },
  {
    id: 'ComplaintRate',
    metric: accountRate('Reputation.ComplaintRate'),
    threshold: 0.0008,
    tells:
      'At 0.1 % complaints AWS reviews the account, at 0.5 % it may stop sending. Pause sending, see which sequence people did not expect.',
  },
];

const feedback = ({ mail }: Watched): Watch[] => [
  {
    id: 'FeedbackDeadLetters',
    metric: mail.deadLetters.metricApproximateNumberOfMessagesVisible(highest),
    threshold: 1,
    tells:
      'Mail events could not be handled ten times over. Read the errors of feedback, mend the cause, then run RedriveCommand (an output of KweekApp) within 14 days: bounces and complaints may be among them.',
  },
  {
    id: 'FeedbackLate',
    metric: mail.queue.metricApproximateAgeOfOldestMessage(highest),
    threshold: minutes(15),
    tells:
      'Mail events wait longer than a send may stay open (15 minutes), so senders hold back on what they cannot confirm. See whether feedback fails or is throttled.',
  },
  {
    id: 'SetAside',
    metric: counted('SetAside', { period }),
    threshold: 1,
    tells:
      'Something that nobody here could read was set aside: an event of SES or a record of the stream. It stands in the table under aside#… for 14 days; look at it, most likely its sender has changed its format.',
  },
];

const streams = ({ lambdas }: Watched): Watch[] => [
  {
    id: 'RecordLate',
    metric: lambdas.record.metric('IteratorAge', highest),
    threshold: minutes(15) * 1_000,
    tells:
      'The timeline and the statistics lag behind, most likely at a record that fails again and again. Mend record before the lag reaches 24 hours: the stream forgets after that, and only a replay brings the rows back.',
  },
  {
    id: 'NurtureStartLate',
    metric: lambdas['nurture-start'].metric('IteratorAge', highest),
    threshold: minutes(5) * 1_000,
    tells:
      'Confirmations and lead magnets do not leave at once. The sweep still sends them within a minute or two; see why nurture-start fails.',
  },
];

const platform = ({ api, lambdas, table }: Watched): Watch[] => [
  {
    id: 'ApiFailures',
    metric: api.metricServerError(sum),
    threshold: 5,
    tells:
      'Visitors get errors: signups may be lost. See the errors and throttles of capture, links and admin.',
  },
  {
    id: 'LambdaThrottles',
    metric: Lambda.metricAllThrottles(sum),
    threshold: 1,
    periods: 2,
    tells:
      'Functions are refused because the account runs too many at once; signups may be answered with errors. A new account may run only ten: ask for more under Service Quotas, Lambda, concurrent executions.',
  },
  {
    id: 'TableThrottles',
    metric: tableThrottles(table),
    threshold: 1,
    periods: 2,
    tells:
      'DynamoDB holds requests back: more writes or reads at once than the table bears yet. It doubles by itself within half an hour; before a known peak set warmThroughput. Look at capture: its retries may not be enough.',
  },
  ...functionNames.map((name) => ({
    id: `${pascal(name)}Errors`,
    metric: lambdas[name].metricErrors(sum),
    threshold: 1,
    periods: 2,
    tells: `${name} has thrown for ten minutes. Its log group holds the error codes; nothing is lost yet where a stream, queue or schedule tries again.`,
  })),
];

/** Requests to the table and its indexes that DynamoDB held back. */
function tableThrottles({ tableName: TableName }: ITable): IMetric {
  const indexes = plan.indexes.map(({ name }) => ({ TableName, GlobalSecondaryIndexName: name }));
  const metrics = [{ TableName }, ...indexes].flatMap((dimensionsMap) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map(
      (metricName) => new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, ...sum }),
    ),
  );
  return new MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    label: 'held back',
    period,
  });
}
