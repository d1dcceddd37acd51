import { fingerprint } from '../../domain/lead/fingerprint.ts';
import { addBlow, type BlowKind, blowKinds, limits, tollOf } from '../../domain/sending/breaker.ts';
import type { SesEvent } from '../../domain/sending/ses-event.ts';
import { changeBlows, readMarks } from '../../store/breaker.ts';
import { pauseUnlessPaused } from '../../store/sending.ts';
import type { Context, Metrics } from '../context.ts';

/** SES never sent these, and they are no part of its rates. */
const unsent = [
  'OnAccountSuppressionList',
  'OnTenantSuppressionList',
  'EmailValidationSuppressed',
  'UnsubscribedRecipient',
];

/**
 * Counts what harms our name with mailbox providers, each mail once, and stops nurture when it is too much of
 * what left lately. Mails of leads that are gone count too.
 */
export async function watchReputation(
  context: Context & { metrics: Metrics },
  event: SesEvent,
): Promise<void> {
  const kind = kindOf(event);
  const claimedAt = Number(event.tags.claimed);
  if (!kind || !(claimedAt > 0)) return;
  const mail = fingerprint(event.messageId);
  const blows = await changeBlows(context.table, `${kind}${mail}`, (before) =>
    addBlow(before, kind, { mail, claimedAt }),
  );
  const marks = await readMarks(context.table);
  for (const one of blowKinds) {
    const { isTooHigh, count, of } = tollOf(one, blows, marks);
    if (!isTooHigh) continue;
    const reason = `${count} ${one} among the last ${of} mails; nurture stops at ${limits[one].share * 100} %.`;
    const since = context.clock.now().programme;
    if (!(await pauseUnlessPaused(context.table, { by: 'breaker', reason, since }))) continue;
    context.metrics.count('BreakerOpened');
    context.log.error('Nurture is paused: too many bounces or complaints.', { kind: one, count, of });
  }
}

function kindOf({ bounce, complaint }: SesEvent): BlowKind | undefined {
  if (bounce) {
    return bounce.bounceType === 'Permanent' && !unsent.includes(bounce.subType) ? 'bounces' : undefined;
  }
  const isReal = complaint && complaint.feedbackType !== 'not-spam' && !complaint.isSuppressed;
  return isReal ? 'complaints' : undefined;
}
