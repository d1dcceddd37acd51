import type { CountName, Metrics } from '../shared/actions/context.ts';

/** Where CloudWatch keeps them; the alarms look here. */
export const namespace = 'Kweek';

/** What the lanes of the due index are called in the dimension `Lane`. */
export const laneNames = ['asked', 'nurture', 'chores'] as const;

/** Metrics as log lines: CloudWatch reads the Embedded Metric Format out of what a function prints, without a call. */
export const metrics: Metrics = {
  count: (name, by = 1) => print(name, 'Count', by),
  overdue: (lane, seconds) => print('Overdue', 'Seconds', seconds, { Lane: laneNames[lane] }),
};

function print(
  name: CountName | 'Overdue',
  unit: 'Count' | 'Seconds',
  value: number,
  dimensions: Record<string, string> = {},
): void {
  const directive = {
    Namespace: namespace,
    Dimensions: [Object.keys(dimensions)],
    Metrics: [{ Name: name, Unit: unit }],
  };
  const line = { _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] }, ...dimensions };
  // Past the console: Lambda's wraps a line in one of its own, and CloudWatch would find no metric in it.
  process.stdout.write(`${JSON.stringify({ ...line, [name]: value })}\n`);
}
