import type { Lead } from '../../domain/lead/lead.ts';
import type { Rules } from '../../domain/programme/rules.ts';
import type { PlannedMail } from '../../domain/sending/due.ts';
import { DAY, durationMs } from '../../domain/time/duration.ts';
import { countSource } from '../../store/source-count.ts';
import { changeLead } from '../lead/change-lead.ts';
import type { SendingContext } from '../sending/sending-context.ts';

/** So long a confirmation waits for its source to calm down; then nobody is asked. */
const LONGEST_HOLD = DAY;

/**
 * Confirmation mails can be turned against strangers: from one part of the net only so many leave in a time
 * (`settings.sourceCap`). Counted here, where the mail leaves, so that a signup costs no request more.
 */
export async function holdBack(
  context: SendingContext,
  lead: Lead,
  plan: PlannedMail,
  rules: Rules,
): Promise<{ outcome: 'moved' } | undefined> {
  const { subject } = plan;
  const request = subject.class === 'confirmation' && lead.requests.find(({ id }) => id === subject.request);
  if (!request || request.source === undefined) return undefined;
  const { mails, within } = rules.config.settings.sourceCap;
  const { programme, machine } = context.clock.now();
  const length = durationMs(within);
  const window = Math.floor(machine / length);
  if ((await countSource(context.table, request.source, window, machine)) <= mails) return undefined;
  const held = { type: 'request.held' as const, request: request.id };
  const isGivenUp = programme - request.at >= LONGEST_HOLD;
  await changeLead(context, lead.id, isGivenUp ? held : { ...held, notBefore: (window + 1) * length }, lead);
  context.log.warn('A confirmation mail is held back: too many come from one source.', {
    lead: lead.id,
    givenUp: isGivenUp,
  });
  return { outcome: 'moved' };
}
