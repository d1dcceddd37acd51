import { decide } from '../decide.ts';
import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { LeadEvent } from '../lead/lead-event.ts';
import { newLead } from '../lead/new-lead.ts';
import type { Rules } from '../programme/rules.ts';
import { planMail } from '../sending/plan-mail.ts';
import type { OpenSend } from '../sending/send.ts';

/** A mail that left in a rehearsal; `at` in ms. */
export interface RehearsedMail {
  at: number;
  sendId: string;
  template: string;
  sequence?: string;
  step?: string;
}

/** An imagined lead, taken through the real engine on a clock of its own, with a sender that is never late. */
export class Rehearsal {
  now: number;
  lead: Lead;
  readonly #rules: Rules;
  readonly #told: (activities: readonly Activity[], at: number) => void;
  #sends = 0;

  constructor(
    rules: Rules,
    lead: Lead,
    now: number,
    told: (activities: readonly Activity[], at: number) => void = () => {},
  ) {
    this.#rules = rules;
    this.lead = lead;
    this.now = now;
    this.#told = told;
  }

  tell(event: LeadEvent): void {
    const next = decide(this.lead, event, this.#rules, { programme: this.now, machine: this.now });
    if (next === this.lead) return;
    this.lead = next;
    this.#told(next.activities, this.now);
  }

  /** Looks at the lead as a sender does: sends the mail that is due, or puts right when to look again. */
  visit(): RehearsedMail | undefined {
    const plan = planMail(this.lead, this.#rules, { programme: this.now, machine: this.now });
    if (!plan) {
      this.tell({ type: 'visited' });
      return undefined;
    }
    const { subject, template } = plan;
    const send: OpenSend = {
      sendId: `send${++this.#sends}`,
      token: 'rehearsal',
      attempt: 1,
      claimedAt: this.now,
      leaseUntil: this.now + LEASE,
      subject,
      template,
    };
    this.tell({ type: 'send.claimed', send });
    this.tell({ type: 'send.accepted', sendId: send.sendId, messageId: send.sendId, by: 'worker' });
    const step = subject.class === 'nurture' ? { sequence: subject.sequence, step: subject.step } : {};
    return { at: this.now, sendId: send.sendId, template, ...step };
  }

  /** When there is something to do next, ms; not before now. */
  get due(): number | undefined {
    return this.lead.due && Math.max(this.now, this.lead.due.at);
  }
}

const LEASE = 15 * 60_000;

/** A lead that may be written to and that nobody has heard of before. `id` splits tests and holdouts. */
export function imaginedLead(id: string, rules: Rules, at: number, given: Partial<Lead> = {}): Lead {
  const lead = newLead({ leadId: id, email: 'nobody@lead.example' }, rules, at);
  return { ...lead, mailability: 'subscribed', consent: { marketing: { granted: true, at } }, ...given };
}
