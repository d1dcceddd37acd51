/** What one programme says and the other does not, line by line, in words. */
export function differencesBetween(before: unknown, after: unknown, path: string[] = []): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const found = names.flatMap((name) => differencesBetween(before[name], after[name], [...path, name]));
    return found.length > 0 ? found : [`${nameOf(path)}: the order is another`];
  }
  const where = nameOf(path);
  if (before === undefined) return [`${where} is new${path.length > 2 ? `: ${show(after)}` : ''}`];
  if (after === undefined) return [`${where} is gone${path.length > 2 ? `; it was ${show(before)}` : ''}`];
  if (isLong(before) || isLong(after)) return [`${where} changes: ${lines(before, after)}`];
  return [`${where} changes from ${show(before)} to ${show(after)}`];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `template hello: content.en.subject`. */
function nameOf([first = 'The programme', second, ...rest]: string[]): string {
  const kinds: Record<string, string> = {
    forms: 'form',
    magnets: 'magnet',
    templates: 'template',
    partials: 'partial',
    sequences: 'sequence',
    stages: 'stage model',
  };
  const kind = kinds[first];
  if (!kind) return [first, ...(second === undefined ? [] : [second]), ...rest].join('.');
  if (second === undefined) return first;
  return rest.length > 0 ? `${kind} ${second}: ${rest.join('.')}` : `${kind} ${second}`;
}

const isLong = (value: unknown): boolean =>
  typeof value === 'string' && (value.length > 80 || value.includes('\n'));

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function lines(before: unknown, after: unknown): string {
  const old = String(before ?? '').split('\n');
  const young = String(after ?? '').split('\n');
  const added = young.filter((line) => !old.includes(line)).length;
  const removed = old.filter((line) => !young.includes(line)).length;
  return `${added} line${added === 1 ? '' : 's'} more, ${removed} less`;
}
