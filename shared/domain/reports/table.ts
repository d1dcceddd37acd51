/** A report as rows and columns, for spreadsheets. */
export interface Table {
  columns: string[];
  rows: (string | number | boolean | undefined)[][];
}

/**
 * Objects as rows: columns are the names that any of them has, inner names joined by a dot; lists and
 * explanations are left out.
 */
export function tableOf(records: readonly object[]): Table {
  const flat = records.map((record) => flatten(record));
  const columns = [...new Set(flat.flatMap((record) => Object.keys(record)))];
  return { columns, rows: flat.map((record) => columns.map((column) => record[column])) };
}

function flatten(record: object, prefix = ''): Record<string, string | number | boolean> {
  return Object.assign(
    {},
    ...Object.entries(record).map(([name, value]) => {
      if (Array.isArray(value) || value === undefined || name === 'about') return {};
      if (typeof value === 'object') return flatten(value, `${prefix}${name}.`);
      return { [prefix + name]: value };
    }),
  );
}

/** RFC 4180, UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
