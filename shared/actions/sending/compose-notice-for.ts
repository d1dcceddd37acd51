import type { Lead } from '../../domain/lead/lead.ts';
import type { Rules } from '../../domain/programme/rules.ts';
import type { PlannedMail } from '../../domain/sending/due.ts';
import type { OpenSend } from '../../domain/sending/send.ts';
import type { Composed } from '../../mail/compose.ts';
import { composeNotice } from '../../mail/notice.ts';
import type { SendingContext } from './sending-context.ts';

/** The mail to a colleague that a step means, in the words of the version that asked for it. */
export function composeNoticeFor(
  context: SendingContext,
  lead: Lead,
  { notice }: PlannedMail,
  send: OpenSend,
  rules: Rules,
): Composed {
  const steps = notice && rules.sequence(notice.sequence, notice.version)?.steps;
  const step = steps?.find(({ id }) => id === notice?.step);
  if (!notice || step?.type !== 'notify') {
    return { ok: false, reason: 'render_failed', detail: 'the step that asked for this notice is not there' };
  }
  const { to, subject, text } = step;
  return composeNotice({
    lead,
    to,
    subject,
    text,
    step: { sequence: notice.sequence, step: notice.step },
    sendId: send.sendId,
    attempt: send.attempt,
    claimVersion: lead.version + 1,
    claimedAt: send.claimedAt,
    settings: rules.config.settings,
    baseUrl: context.baseUrl,
  });
}
