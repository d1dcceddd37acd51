import type { Clock } from '../clock.ts';
import type { Table } from '../store/table.ts';
import type { RulesSource } from './rules-source.ts';

/** What every action works with; made once per process. */
export interface Context {
  table: Table;
  clock: Clock;
  rules: RulesSource;
  log: Log;
}

/** Codes and ids only: never an event, an item or an error object, which may hold addresses. */
export interface Log {
  info(message: string, details?: Record<string, string | number | boolean>): void;
  warn(message: string, details?: Record<string, string | number | boolean>): void;
  error(message: string, details?: Record<string, string | number | boolean>): void;
}
