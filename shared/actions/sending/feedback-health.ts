import { noteHealth, readHealth } from '../../store/sending.ts';
import type { Context } from '../context.ts';
import { LEASE } from './lease.ts';

/**
 * Does SES's news reach us in time? The newest claim whose event was handled is less than one lease older
 * than the newest claim that a worker itself confirmed. Nothing confirmed yet counts as keeping up.
 */
export async function feedbackKeepsUp(context: Context): Promise<boolean> {
  const { confirmed, handled } = await readHealth(context.table);
  return confirmed === undefined || (handled ?? 0) > confirmed - LEASE;
}

/** A mark need not be exact to the second: written at most this often by one process, machine ms. */
const BETWEEN_NOTES = 10_000;
const newest = { confirmed: 0, handled: 0 };
const noted = { confirmed: 0, handled: 0 };

/** Notes the claim time of a mail that was confirmed, or whose event was handled. */
export async function noteClaim(
  context: Context,
  mark: 'confirmed' | 'handled',
  claimedAt: number,
): Promise<void> {
  if (claimedAt <= newest[mark]) return;
  newest[mark] = claimedAt;
  const now = context.clock.now().machine;
  if (now - noted[mark] < BETWEEN_NOTES) return;
  noted[mark] = now;
  await noteHealth(context.table, mark, claimedAt);
}
