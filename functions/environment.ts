import type { Context } from '../shared/actions/context.ts';
import { idKeyCheck } from '../shared/actions/lead/lead-id.ts';
import { RulesSource } from '../shared/actions/programme/rules-source.ts';
import { HOLD, type Hold, LOCAL_HOLD } from '../shared/actions/traces/hold.ts';
import { clockFromEnv } from '../shared/clock.ts';
import { KweekError } from '../shared/domain/kweek-error.ts';
import { openTable } from '../shared/store/table.ts';
import { log } from './log.ts';

/** A variable that the deployment must set. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new KweekError('misconfigured', `The environment variable ${name} is not set.`);
  return value;
}

/** What every function works with. `idKey`: of those that name leads; it is checked against the table's. */
export function openContext(idKey?: Uint8Array): Context {
  const table = openTable(required('KWEEK_TABLE'), process.env.KWEEK_ERASURES);
  const rules = new RulesSource(table, idKey && idKeyCheck(idKey));
  return { table, clock: clockFromEnv(process.env), rules, log, hold: holdFromEnv(process.env) };
}

/** Locally shorter, and by KWEEK_HOLD (`verdict:delivery`, ms) as a test likes it. */
function holdFromEnv({ KWEEK_ENV, KWEEK_HOLD }: NodeJS.ProcessEnv): Hold {
  if (KWEEK_ENV !== 'local') return HOLD;
  const [verdict = LOCAL_HOLD.verdict, delivery = LOCAL_HOLD.delivery] =
    KWEEK_HOLD?.split(':').map(Number) ?? [];
  return { verdict, delivery };
}

/** The key that leads are named with: base64, 32 bytes. */
export function idKeyFromEnv(): Uint8Array {
  const key = Buffer.from(required('KWEEK_ID_KEY'), 'base64');
  if (key.length < 32) throw new KweekError('misconfigured', 'KWEEK_ID_KEY must be 32 bytes, in base64.');
  return key;
}
