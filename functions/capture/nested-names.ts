type Nested = Record<string, unknown>;

/** Beyond any form; what is nested deeper is refused later, and must not be walked here. */
const MAX_DEPTH = 8;

/**
 * Name-value pairs as one record, names with PHP brackets as nested ones (`fields[email][value]`, `tags[]`).
 * Of a repeated name the last value counts. Records have no prototype, so that no name can reach one.
 */
export function nestNames(pairs: Iterable<[string, string]>): Nested {
  const root = emptyRecord();
  const pushed = new Map<Nested, number>();
  const nameIn = (record: Nested, step: string): string => {
    if (step !== '') return step;
    const next = pushed.get(record) ?? 0;
    pushed.set(record, next + 1);
    return String(next);
  };
  for (const [name, value] of pairs) {
    const [first = '', ...steps] = stepsOf(name);
    let record = root;
    let key = first;
    for (const step of steps) {
      record = recordAt(record, key);
      key = nameIn(record, step);
    }
    record[key] = value;
  }
  for (const name of Object.keys(root)) root[name] = withLists(root[name]);
  return root;
}

/** `a[b][c]` → a, b, c. A name with brackets elsewhere is a plain name. */
function stepsOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
  if (!match?.[1] || !match[2]) return [name];
  return [match[1], ...match[2].slice(1, -1).split('][', MAX_DEPTH)];
}

function recordAt(record: Nested, key: string): Nested {
  const found = record[key];
  if (typeof found === 'object') return found as Nested;
  const made = emptyRecord();
  record[key] = made;
  return made;
}

/** Records whose names are 0, 1, 2 … are lists. */
function withLists(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  const record = value as Nested;
  const names = Object.keys(record);
  for (const name of names) record[name] = withLists(record[name]);
  return names.every((name, index) => name === String(index)) ? Object.values(record) : record;
}

const emptyRecord = (): Nested => Object.create(null) as Nested;
