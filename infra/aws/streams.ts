import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, type DynamoEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { startFilter } from '../functions.ts';
import type { Lambdas } from './functions.ts';

/**
 * In order and to the end: one batch of a shard at a time, retried until it succeeds, from the first
 * record that failed. Halving finds that record when a batch takes the function down before it can say.
 */
const reading: DynamoEventSourceProps = {
  startingPosition: StartingPosition.TRIM_HORIZON,
  batchSize: 100,
  parallelizationFactor: 1,
  retryAttempts: -1,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
};

/**
 * `record` writes a page of statistics a batch: gathered for a moment, a page serves thirty mails instead of
 * three, at the rate of a new account. So a timeline is at most this far behind.
 */
const gathered = { maxBatchingWindow: Duration.seconds(6) };

/** The two readers of the table's stream. DynamoDB serves no more than two without throttling. */
export function readStream(table: ITable, lambdas: Lambdas): void {
  lambdas.record.addEventSource(new DynamoEventSource(table, { ...reading, ...gathered }));
  lambdas['nurture-start'].addEventSource(
    new DynamoEventSource(table, { ...reading, filters: [FilterCriteria.filter(startFilter)] }),
  );
}
