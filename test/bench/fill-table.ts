import { type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { createTable } from '../../infra/local/table.ts';
import { table as defined } from '../../infra/table.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { writeLeads } from './write-leads.ts';

/** Creates a table with leads in it of whom its stream knows nothing: it begins after them. */
export async function fillTable(client: DynamoDBClient, name: string, leads: Iterable<Lead>): Promise<void> {
  await createTable(client, name);
  const stream = (StreamSpecification: {
    StreamEnabled: boolean;
    StreamViewType?: typeof defined.streamView;
  }) => client.send(new UpdateTableCommand({ TableName: name, StreamSpecification }));
  await stream({ StreamEnabled: false });
  await writeLeads(client, name, leads);
  await stream({ StreamEnabled: true, StreamViewType: defined.streamView });
}
