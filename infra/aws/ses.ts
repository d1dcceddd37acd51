import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { functions } from '../functions.ts';

const batchWindow = Duration.seconds(5);

export interface Mail {
  readonly configurationSet: ConfigurationSet;
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/** The configuration set that every mail names, and the way of its events: SES → topic → queue. */
export function createMail(scope: Construct, openTracking: boolean): Mail {
  const configurationSet = new ConfigurationSet(scope, 'ConfigurationSet', {
    reputationMetrics: true,
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
  });
  const deadLetters = new Queue(scope, 'FeedbackDeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const queue = new Queue(scope, 'FeedbackQueue', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    visibilityTimeout: Duration.seconds(functions.feedback.timeoutSeconds * 6).plus(batchWindow),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 10 },
  });
  const topic = new Topic(scope, 'MailEvents', { enforceSSL: true });
  // What the topic cannot put into the queue (a policy gone wrong) is kept too.
  topic.addSubscription(new SqsSubscription(queue, { deadLetterQueue: deadLetters }));
  new CfnOutput(scope, 'RedriveCommand', {
    description: 'Hands the dead letters to feedback again, once their cause is mended.',
    value: `aws sqs start-message-move-task --source-arn ${deadLetters.queueArn} --destination-arn ${queue.queueArn}`,
  });

  new ConfigurationSetEventDestination(scope, 'Events', {
    configurationSet,
    destination: EventDestination.snsTopic(topic),
    events: [
      EmailSendingEvent.SEND,
      EmailSendingEvent.DELIVERY,
      EmailSendingEvent.DELIVERY_DELAY,
      EmailSendingEvent.BOUNCE,
      EmailSendingEvent.COMPLAINT,
      EmailSendingEvent.REJECT,
      EmailSendingEvent.RENDERING_FAILURE,
      // Asking for opens is what makes SES add its image, so it is asked for only when wanted.
      ...(openTracking ? [EmailSendingEvent.OPEN] : []),
    ],
  });
  return { configurationSet, queue, deadLetters };
}

/** Hands the queue to `feedback`; a message it could not handle comes back alone. */
export function readMailEvents(queue: Queue, feedback: Lambda): void {
  feedback.addEventSource(
    new SqsEventSource(queue, {
      batchSize: 100,
      maxBatchingWindow: batchWindow,
      reportBatchItemFailures: true,
      // A burst of events must not take the account's concurrency from signups.
      maxConcurrency: 5,
    }),
  );
}
