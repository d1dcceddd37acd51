import type { Metered } from './meter.ts';

/** Sums over requests. Units of table and indexes. */
export interface Tally {
  requests: number;
  readUnits: number;
  writeUnits: number;
  indexUnits: number;
}

const nothing: Tally = { requests: 0, readUnits: 0, writeUnits: 0, indexUnits: 0 };

export function tally(metered: readonly Metered[]): Tally {
  return metered.reduce(
    (sum, one) => ({
      requests: sum.requests + 1,
      readUnits: sum.readUnits + one.readUnits,
      writeUnits: sum.writeUnits + one.writeUnits,
      indexUnits: sum.indexUnits + one.indexUnits,
    }),
    nothing,
  );
}

/** The same, for each of something. */
export function perOne({ requests, readUnits, writeUnits, indexUnits }: Tally, count: number): Tally {
  return {
    requests: requests / count,
    readUnits: readUnits / count,
    writeUnits: writeUnits / count,
    indexUnits: indexUnits / count,
  };
}

/** What the senders asked for to send, and not to keep the statistics, which they do besides. */
export const forSending = (metered: readonly Metered[]): Metered[] =>
  metered.filter((one) => one.function === 'nurture-send' && !isFolding(one));

/** A request for the folding of statistics. */
export const isFolding = ({ function: name, kind }: Metered): boolean =>
  name === 'nurture-send' && (kind === 'statistics' || kind === 'pages');

/** One tally for each `function operation kind`, the most expensive first. */
export function breakDown(metered: readonly Metered[]): { what: string; tally: Tally }[] {
  const groups = new Map<string, Metered[]>();
  for (const one of metered) {
    const refused = one.refused ? ' (refused)' : '';
    const what = `${one.function} ${one.operation}${one.kind ? ` ${one.kind}` : ''}${refused}`;
    groups.set(what, [...(groups.get(what) ?? []), one]);
  }
  return [...groups]
    .map(([what, group]) => ({ what, tally: tally(group) }))
    .sort((a, b) => cost(b.tally) - cost(a.tally));
}

const cost = ({ writeUnits, readUnits }: Tally) => writeUnits * 5 + readUnits;

/** How many requests our rules and DynamoDB Local bill alike, of those that both bill. */
export function agreement(metered: readonly Metered[]): {
  compared: number;
  alike: number;
  byLocal: number;
  /** What differs: operation, ours, theirs. */
  differences: Record<string, number>;
} {
  // A transaction's capacity is a constant there, and a refused request has none.
  const compared = metered.filter(
    (one) => one.by === 'rules' && one.local !== undefined && one.operation !== 'TransactWriteItems',
  );
  const differing = compared.filter((one) => one.readUnits + one.writeUnits !== one.local);
  const differences: Record<string, number> = {};
  for (const { operation, kind, readUnits, writeUnits, local } of differing) {
    const what = `${operation} ${kind ?? ''}: ${readUnits + writeUnits} here, ${local} there`;
    differences[what] = (differences[what] ?? 0) + 1;
  }
  return {
    compared: compared.length,
    alike: compared.length - differing.length,
    byLocal: metered.filter((one) => one.by === 'local').length,
    differences,
  };
}
