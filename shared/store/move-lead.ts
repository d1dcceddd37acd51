import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Lead } from '../domain/lead/lead.ts';
import { toItem } from './lead-item.ts';
import { conditionOn } from './leads.ts';
import type { Table } from './table.ts';

/**
 * What one lead was goes under another id: both are written, or neither. `into` and `left` are next versions, as
 * for `saveLead`. False when either is not the newest any more.
 */
export async function saveMove(table: Table, into: Lead, left: Lead): Promise<boolean> {
  const put = (lead: Lead) => ({
    Put: { TableName: table.name, Item: toItem(lead), ...conditionOn(lead) },
  });
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems: [put(into), put(left)] }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const isOvertaken = reasons.some(
      ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
    );
    if (!isOvertaken) throw error;
    return false;
  }
}
