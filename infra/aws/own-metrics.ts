import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type laneNames, namespace } from '../../functions/metrics.ts';
import type { CountName } from '../../shared/actions/context.ts';

/** How often the product counted something. */
export const counted = (metricName: CountName, options: MetricOptions = {}): Metric =>
  new Metric({ namespace, metricName, statistic: 'Sum', ...options });

/** Seconds that the oldest due lead of a lane is late; no value while nothing is. */
export const overdue = (lane: (typeof laneNames)[number], options: MetricOptions = {}): Metric =>
  new Metric({
    namespace,
    metricName: 'Overdue',
    dimensionsMap: { Lane: lane },
    statistic: 'Maximum',
    ...options,
  });
