/** A leaf's rule: this very value, or text that begins so. */
type Rule = string | number | boolean | null | { prefix: string };
export type StreamFilter = { [key: string]: StreamFilter | Rule[] };

/** Whether a record passes a Lambda event filter: every key must be there and one rule of each leaf hold. */
export function passesFilter(record: unknown, filter: StreamFilter): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    const value = isObject(record) ? record[key] : undefined;
    if (!Array.isArray(wanted)) return isObject(value) && passesFilter(value, wanted);
    return wanted.some((rule) => holds(rule, value));
  });
}

function holds(rule: Rule, value: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return value === rule;
  if (Object.keys(rule).join() !== 'prefix')
    throw new Error(`Filter rule not known: ${JSON.stringify(rule)}`);
  return typeof value === 'string' && value.startsWith(rule.prefix);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
