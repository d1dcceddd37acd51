import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import { tourKey } from './keys.ts';
import type { Table } from './table.ts';

/** How far leads were looked through: all that was done by `done`; for what was done at `of`, up to `cursor`. Programme ms. */
export interface Tour<Cursor> {
  done?: number;
  of?: number;
  cursor?: Cursor;
}

/** Through all leads, or those with work. */
export type TourOf = Parameters<typeof tourKey>[0];

export async function readTour<Cursor>(table: Table, of: TourOf): Promise<Tour<Cursor>> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(tourKey(of)) }),
  );
  if (!Item) return {};
  const { tour } = unmarshall(Item) as { tour: string };
  return JSON.parse(tour) as Tour<Cursor>;
}

/** Whoever writes last is believed: a tour that is made twice does no harm. */
export async function noteTour<Cursor>(table: Table, of: TourOf, tour: Tour<Cursor>): Promise<void> {
  const item = { ...tourKey(of), tour: JSON.stringify(tour) };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) }));
}
