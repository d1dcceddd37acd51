import { grantedAt } from '../consent/granted.ts';
import { nextLife } from '../consent/tombstone.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead, Touch } from '../lead/lead.ts';
import type { FormSubmitted } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { addScoringEvent } from '../score/engagement.ts';
import type { Form } from '../signup/form.ts';
import { sourceOf } from '../signup/source.ts';
import type { Now } from '../time/now.ts';
import { type Change, keepNewest, unchanged } from './change.ts';
import { requestConfirmation, requestMagnet } from './request.ts';

/**
 * A form came in. The same submission again changes nothing. What the lead asked for leaves at once
 * or waits for its confirmation, by what we may send it now and by the form's double opt-in.
 */
export function decideSignup(lead: Lead, event: FormSubmitted, rules: Rules, now: Now): Change {
  const form = rules.config.forms[event.form];
  const isKnown = lead.submissions.some((mark) => mark === event.submission || mark === event.earlier);
  if (!form || isKnown) return unchanged(lead);

  const isNew = lead.version === 0 || lead.mailability === 'erased';
  const begun = lead.mailability === 'erased' ? nextLife(lead, event, rules, now.programme) : lead;
  const known = remember(begun, event, form);
  const counted = isNew ? known : { ...known, interactions: known.interactions + 1 };
  const scored =
    event.magnet && counted.mailability !== 'complained'
      ? scoreMagnet(counted, event, event.magnet, rules, now)
      : counted;
  // Whom somebody else named never asked for anything: the first signup is as of a stranger.
  const isFirst = isNew || (lead.referredBy !== undefined && lead.forms.length === 0);
  const consented = takeConsent(scored, event, form, isFirst, now);

  return {
    lead: consented,
    activities: [
      {
        type: 'form.submitted',
        at: event.at,
        form: event.form,
        submission: event.submission,
        ...(isNew
          ? { entered: { nurtureStage: begun.nurtureStage.state, lifecycle: begun.lifecycle.state } }
          : {}),
        ...event.proof,
      },
      ...(event.magnet
        ? [{ type: 'magnet.requested', at: event.at, form: event.form, magnet: event.magnet }]
        : []),
    ],
    causes: event.magnet ? ['form.submitted', 'magnet.requested'] : ['form.submitted'],
  };
}

function remember(lead: Lead, event: FormSubmitted, form: Form): Lead {
  const fields = { ...lead.fields, ...event.fields };
  const filled = (name: string) =>
    name === 'email' ? true : fields[name] !== undefined && fields[name] !== '';
  return {
    ...lead,
    // Typed was an address of before: mail goes to the one that was kept.
    email: event.leadId === lead.id ? event.email : lead.email,
    fields,
    ...(event.language ? { language: event.language } : {}),
    ...(event.timeZone ? { timeZone: event.timeZone, timeZoneSource: 'lead' as const } : {}),
    attribution: event.touch ? addTouch(lead.attribution, event.touch) : lead.attribution,
    formComplete: lead.formComplete || (form.leadFields.length > 0 && form.leadFields.every(filled)),
    forms: lead.forms.includes(event.form) ? lead.forms : keepNewest(lead.forms, event.form, 20),
    submissions: keepNewest(lead.submissions, event.submission, 16),
    lastHumanAt: Math.max(lead.lastHumanAt ?? 0, event.at),
  };
}

const MOST_BETWEEN = 6;

/** The first stays, the newest is the last, and what was the last so far comes between. */
function addTouch({ first, last, middle = [] }: Lead['attribution'], touch: Touch): Lead['attribution'] {
  if (!first || !last) return { first: touch, last: touch };
  if (last.at === first.at) return { first, last: touch };
  const between = keepNewest(middle, { at: last.at, source: sourceOf(last) }, MOST_BETWEEN);
  return { first, last: touch, middle: between };
}

function scoreMagnet(lead: Lead, event: FormSubmitted, magnet: string, rules: Rules, now: Now): Lead {
  const deed = {
    type: 'magnet.requested' as const,
    at: event.at,
    subject: fingerprint(magnet),
    key: fingerprint('magnet.requested', event.submission),
  };
  const { state } = addScoringEvent(lead.engagement, deed, rules.config.scoring, now.programme);
  return { ...lead, engagement: state };
}

/** Decision 9's table: who is asked to confirm, and what that holds back. Who looks like a robot always is. */
function takeConsent(lead: Lead, event: FormSubmitted, form: Form, isNew: boolean, now: Now): Lead {
  if (lead.mailability === 'bounced' || lead.mailability === 'complained') return lead;

  const asksToConfirm = form.doubleOptIn || event.suspicion !== undefined || event.leadId !== lead.id;
  const mustConfirm =
    lead.mailability === 'unsubscribed' ||
    (asksToConfirm && (isNew || lead.mailability === 'pending_confirmation'));
  if (mustConfirm) {
    const mailability =
      isNew && lead.mailability !== 'unsubscribed' ? 'pending_confirmation' : lead.mailability;
    return requestConfirmation({ ...lead, mailability }, event, event.magnet, now);
  }

  const served = event.magnet ? requestMagnet(lead, event.form, event.magnet, now) : lead;
  if (asksToConfirm) {
    const asksMore =
      (event.marketing && lead.consent.marketing?.granted !== true) ||
      (event.tracking && lead.consent.tracking?.granted !== true);
    return asksMore ? requestConfirmation(served, event, undefined, now) : served;
  }
  return {
    ...served,
    consent: {
      ...served.consent,
      ...(event.marketing ? { marketing: grantedAt(event.at, event.consentText) } : {}),
      ...(event.tracking ? { tracking: grantedAt(event.at, event.trackingText) } : {}),
    },
    mailability: event.marketing
      ? 'subscribed'
      : served.mailability === 'pending_confirmation'
        ? 'requested_only'
        : served.mailability,
  };
}
