import { randomUUID } from 'node:crypto';
import { putSpam } from '../../store/set-aside.ts';
import type { Context } from '../context.ts';

/** A post that filled the honeypot is kept as it came, for a look; no lead is made and nothing is sent. */
export async function keepSpam(context: Context, formId: string, posted: unknown): Promise<void> {
  await putSpam(context.table, formId, context.clock.now().programme, randomUUID(), posted);
}
