import { mayNoteOpens } from '../../domain/consent/tracking-consent.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { PublishedConfig } from '../../domain/programme/config.ts';
import type { PlannedMail } from '../../domain/sending/due.ts';
import type { OpenSend } from '../../domain/sending/send.ts';
import { type Composed, compose } from '../../mail/compose.ts';
import type { SendingContext } from './sending-context.ts';

/** The mail that a plan means for this lead, by the configuration of today. */
export function composeFor(
  context: SendingContext,
  lead: Lead,
  plan: PlannedMail,
  send: OpenSend,
  config: PublishedConfig,
): Composed {
  const kind = plan.subject.class;
  if (kind === 'notice') return { ok: false, reason: 'render_failed', detail: 'a notice has no template' };
  const template = config.templates[plan.template];
  if (!template)
    return { ok: false, reason: 'render_failed', detail: `there is no template "${plan.template}"` };
  const magnet = plan.magnet === undefined ? undefined : config.magnets[plan.magnet];
  return compose({
    lead,
    kind,
    template: { ...template, slug: plan.template },
    sendId: send.sendId,
    attempt: send.attempt,
    claimVersion: lead.version + 1,
    claimedAt: send.claimedAt,
    settings: config.settings,
    partials: config.partials,
    ...(magnet && plan.magnet ? { magnet: { ...magnet, slug: plan.magnet } } : {}),
    ...(plan.form ? { form: plan.form } : {}),
    ...(plan.subject.class === 'nurture'
      ? { step: { sequence: plan.subject.sequence, step: plan.subject.step } }
      : {}),
    keys: context.keys,
    baseUrl: config.settings.linkUrl?.replace(/\/$/, '') ?? context.baseUrl,
    now: context.clock.now().machine,
    mayTrack: mayNoteOpens(lead),
  });
}
