/** One value of an incoming form, under every name that the sender knows it by. */
export interface PostedValue {
  names: string[];
  value: unknown;
  /** Where it stands in the body as sent (RFC 6901). */
  pointer: string;
}

export type PlainRecord = Record<string, unknown>;

export const isPlainRecord = (value: unknown): value is PlainRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own property, so that `constructor` and the like are never found on the prototype. */
export function own(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null && Object.hasOwn(record, name)
    ? (record as PlainRecord)[name]
    : undefined;
}

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `{a: {b: …}}` under `base`: `/a/b`. */
export const pointerTo = (base: string, name: string | number): string =>
  `${base}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Names are the same without case, spaces, hyphens, underscores, accents, and the `*` and `:` of labels. */
export function foldName(name: string): string {
  if (/^[a-z0-9]*$/.test(name)) return name;
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\s_*:-]/gu, '')
    .toLowerCase();
}

/** Vendors wrap single values in lists of one. */
export function unlist(value: unknown): unknown {
  return Array.isArray(value) && value.length < 2 ? value[0] : value;
}

export function isEmpty(value: unknown): boolean {
  const one = unlist(value);
  return one === undefined || one === null || (typeof one === 'string' && one.trim() === '');
}
