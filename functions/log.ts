import type { Log } from '../shared/actions/context.ts';

/**
 * One JSON object a line, as Lambda's JSON log format takes it. What is logged is typed as codes, ids and
 * numbers: never an event, an item or an error object, which may hold addresses.
 */
const write =
  (level: 'info' | 'warn' | 'error'): Log['info'] =>
  (message, details = {}) =>
    console[level](JSON.stringify({ level, message, ...details }));

export const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };
