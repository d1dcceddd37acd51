import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Lane } from '../domain/lead.ts';
import { marshall, unmarshall } from './attributes.ts';
import type { DuePosition } from './due.ts';
import { tourKey } from './keys.ts';
import type { Table } from './table.ts';

/** How far leads were looked through: all that was done by `done`; for what was done at `of`, up to `cursor`. Programme ms. */
export interface Tour {
  done?: number;
  of?: number;
  cursor?: { lane: Lane; from: DuePosition };
}

export async function readTour(table: Table): Promise<Tour> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(tourKey) }),
  );
  if (!Item) return {};
  const { tour } = unmarshall(Item) as { tour: string };
  return JSON.parse(tour) as Tour;
}

/** Whoever writes last is believed: a tour that is made twice does no harm. */
export async function noteTour(table: Table, tour: Tour): Promise<void> {
  const item = { ...tourKey, tour: JSON.stringify(tour) };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) }));
}
