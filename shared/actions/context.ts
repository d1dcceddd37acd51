import type { Clock } from '../clock.ts';
import type { Lane } from '../domain/lead/lead.ts';
import type { Table } from '../store/table.ts';
import type { RulesSource } from './programme/rules-source.ts';
import type { Hold } from './traces/hold.ts';

/** What every action works with; made once per process. */
export interface Context {
  table: Table;
  clock: Clock;
  rules: RulesSource;
  hold: Hold;
  log: Log;
}

/** Codes and ids only: never an event, an item or an error object, which may hold addresses. */
export interface Log {
  info(message: string, details?: Record<string, string | number | boolean>): void;
  warn(message: string, details?: Record<string, string | number | boolean>): void;
  error(message: string, details?: Record<string, string | number | boolean>): void;
}

/** What is counted for the dashboard and the alarms: a closed set, each name known to `infra/aws/watches.ts`. */
export type CountName =
  | 'Sent'
  | 'PresumedSent'
  | 'Parked'
  | 'Refused'
  | 'Throttled'
  | 'SetAside'
  | 'RenderFailed'
  | 'SendingPaused'
  | 'NurturePaused'
  | 'BreakerOpened';

export interface Metrics {
  /** One more of these, or `by` more. */
  count(name: CountName, by?: number): void;
  /** Age in seconds of the oldest lead of a lane that is due and was not reached. */
  overdue(lane: Lane, seconds: number): void;
}
