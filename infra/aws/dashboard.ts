import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { laneNames } from '../../functions/metrics.ts';
import { functionNames } from './functions.ts';
import { counted, overdue } from './own-metrics.ts';
import type { Watched } from './watches.ts';

const sum = { statistic: 'Sum' };
const highest = { statistic: 'Maximum' };
const p95 = { statistic: 'p95' };

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8, height: 6 });

/** One page that answers: does mail leave, do its events come back, do visitors wait? */
export function drawDashboard(scope: Construct, watched: Watched, alarms: Alarm[]): void {
  const { api, lambdas, mail, table } = watched;
  const ofSes = (metricName: string) => new Metric({ namespace: 'AWS/SES', metricName, ...sum });
  const ofTable = (metricName: string) => table.metric(metricName, { ...sum, period: Duration.minutes(1) });
  const each = (read: (name: (typeof functionNames)[number]) => IMetric) => functionNames.map(read);

  new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 })],
      [
        graph('Mails sent', [counted('Sent'), ofSes('Delivery'), ofSes('Bounce'), ofSes('Complaint')]),
        graph('Mails in trouble', [
          ...(['Refused', 'Throttled', 'RenderFailed', 'Parked', 'PresumedSent'] as const).map((name) =>
            counted(name),
          ),
        ]),
        graph(
          'Seconds late, by lane',
          laneNames.map((lane) => overdue(lane)),
        ),
      ],
      [
        graph('Requests', [
          api.metricCount({ ...sum, label: 'all' }),
          api.metricClientError({ ...sum, label: '4xx' }),
          api.metricServerError({ ...sum, label: '5xx' }),
        ]),
        graph('Milliseconds to an answer', [api.metricLatency(p95), api.metricIntegrationLatency(p95)]),
        graph('Mail events waiting', [
          mail.queue.metricApproximateAgeOfOldestMessage({ ...highest, label: 'oldest, seconds' }),
          mail.queue.metricApproximateNumberOfMessagesVisible({ ...highest, label: 'events' }),
          mail.deadLetters.metricApproximateNumberOfMessagesVisible({ ...highest, label: 'dead letters' }),
        ]),
      ],
      [
        graph('Stream lag, milliseconds', [
          lambdas.record.metric('IteratorAge', { ...highest, label: 'record' }),
          lambdas['nurture-start'].metric('IteratorAge', { ...highest, label: 'nurture-start' }),
        ]),
        graph(
          'Errors of functions',
          each((name) => lambdas[name].metricErrors({ ...sum, label: name })),
        ),
        graph(
          'Milliseconds of functions',
          each((name) => lambdas[name].metricDuration({ ...p95, label: name })),
        ),
      ],
      [
        graph('Capacity units of the table', [
          ofTable('ConsumedReadCapacityUnits'),
          ofTable('ConsumedWriteCapacityUnits'),
        ]),
        graph('Put aside, paused', [
          ...(['SetAside', 'SendingPaused', 'NurturePaused', 'BreakerOpened'] as const).map((name) =>
            counted(name),
          ),
        ]),
      ],
    ],
  });
}
