import { isDeepStrictEqual } from 'node:util';
import { packId, unpackId } from './pack-id.ts';

/** How one value of a part lies on disk: under which name, and in which form. `origin`: a time of the item, ms. */
interface Column {
  name: string;
  write(value: unknown, origin: number): unknown;
  read(value: unknown, origin: number): unknown;
}

const plain = (name: string): Column => ({ name, write: (value) => value, read: (value) => value });

/** A time, as ms since the origin: two bytes less than since 1970. */
export const time = (name: string): Column => ({
  name,
  write: (value, origin) => Number(value) - origin,
  read: (value, origin) => Number(value) + origin,
});

/** An id of a mail, ours or SES's, as bytes. */
export const id = (name: string): Column => ({
  name,
  write: (value) => packId(String(value)),
  read: (value) => unpackId(value as string | Uint8Array),
});

/** Turns records of one kind, as they lie inside an item, into what lies on disk, and back. */
export interface Part<T extends object> {
  write(record: T, origin: number): Record<string, unknown>;
  read(written: Record<string, unknown>, origin: number): T;
}

/**
 * Short names for the parts of a record; what equals its `usual` value is left out. What the table does not
 * list stays as it is, so that nothing that a newer release adds is lost.
 */
export function part<T extends object>(
  columns: { [K in keyof T & string]?: string | Column },
  usual: Partial<T> = {},
): Part<T> {
  const entries = Object.entries<string | Column | undefined>(columns).map(
    ([long, column = long]) => [long, typeof column === 'string' ? plain(column) : column] as const,
  );
  const byLong = new Map(entries);
  const byShort = new Map(entries.map(([long, column]) => [column.name, { ...column, name: long }]));
  const isUsual = ([name, value]: [string, unknown]) =>
    name in usual && isDeepStrictEqual(value, usual[name as keyof T]);
  return {
    write(record, origin) {
      const written: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(record)) {
        if (isUsual([name, value])) continue;
        const column = byLong.get(name) ?? plain(name);
        written[column.name] = column.write(value, origin);
      }
      return written;
    },
    read(written, origin) {
      const record: Record<string, unknown> = { ...usual };
      for (const [name, value] of Object.entries(written)) {
        const column = byShort.get(name) ?? plain(name);
        record[column.name] = column.read(value, origin);
      }
      return record as T;
    },
  };
}
