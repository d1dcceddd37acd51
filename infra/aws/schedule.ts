import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';

const everyMinute = Duration.minutes(1);

/** Wakes the senders, numbered from 0, every minute. A missed minute is made up by the next: no retries. */
export function sweep(scope: Construct, send: Lambda, workers: number): void {
  send.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: everyMinute });

  const role = new Role(scope, 'SweepRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [send.functionArn] }),
  );

  for (let worker = 0; worker < workers; worker++) {
    new Schedule(scope, `Sweep${worker}`, {
      description: `Kweek: sends what is due, worker ${worker}`,
      schedule: ScheduleExpression.rate(everyMinute),
      target: new LambdaInvoke(send, {
        input: ScheduleTargetInput.fromObject({ worker, of: workers }),
        retryAttempts: 0,
        maxEventAge: everyMinute,
        // The target would add every version of the function to what the role may invoke.
        role: role.withoutPolicyUpdates(),
      }),
    });
  }
}
