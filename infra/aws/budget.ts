import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Tells when the account has spent most of `dollars` in a month, and when it is about to pass them. */
export function addBudget(scope: Construct, dollars: number, topic: Topic): void {
  const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
  const at = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
    notification: { threshold, notificationType, comparisonOperator: 'GREATER_THAN' },
    subscribers,
  });
  new CfnBudget(scope, 'Budget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: dollars, unit: 'USD' } },
    notificationsWithSubscribers: [at(80, 'ACTUAL'), at(100, 'FORECASTED')],
  });
}
