import { randomUUID } from 'node:crypto';
import { leadIdOf, sendIdOf } from '../../shared/actions/lead/lead-id.ts';
import { decide } from '../../shared/domain/decide.ts';
import { fingerprint } from '../../shared/domain/lead/fingerprint.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { FormSubmitted, LeadEvent } from '../../shared/domain/lead/lead-event.ts';
import { newLead } from '../../shared/domain/lead/new-lead.ts';
import type { Rules } from '../../shared/domain/programme/rules.ts';
import { shortTouch, type TouchValues } from '../../shared/domain/sales/attribution.ts';
import { planMail } from '../../shared/domain/sending/plan-mail.ts';
import type { OpenSend } from '../../shared/domain/sending/send.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long before its due mail a lead's story begins. */
const STORY_LASTS = 4 * DAY + 5 * HOUR;

const firstNames = ['Joris', 'Charlotte', 'Wout', 'Amélie', 'Pieter', 'Fatima', 'Lotte', 'Bram'];
const lastNames = ['Vandenberghe', 'De Smet', 'Peeters', 'Janssens', 'El Amrani', 'Willems', 'Dubois'];
const companies = ['Meubelatelier De Linde', 'Bakkerij Peeters', 'Advieskantoor Noord', 'Studio Kade'];

const found: TouchValues = {
  utm_source: 'google',
  utm_medium: 'cpc',
  utm_campaign: 'autumn-funnel-check',
  utm_term: 'more leads from website',
  gclid: `Cj0KCQiA${'w5S7BhCmARIsAKPq3xA'.repeat(4)}`,
};
const came: TouchValues = {
  utm_source: 'linkedin',
  utm_medium: 'social',
  utm_campaign: 'funnel-check-retarget',
  utm_content: 'carousel-2',
  li_fat_id: '0b7f3c52-6f0e-4f0a-9a2f-6b1d4c1f8a77',
};

/** Lives through one lead's life event by event, as the functions would: each event through `decide`. */
class Life {
  now: number;
  lead: Lead;
  readonly #rules: Rules;

  constructor(rules: Rules, start: number, signup: FormSubmitted) {
    this.#rules = rules;
    this.now = start;
    this.lead = newLead(signup, rules, start);
    this.tell(signup);
  }

  tell(event: LeadEvent): void {
    this.lead = decide(this.lead, event, this.#rules, { programme: this.now, machine: this.now });
  }

  at(ms: number, event: (now: number) => LeadEvent): void {
    this.now = Math.max(this.now, ms);
    this.tell(event(this.now));
  }

  /** Sends all that is due by now; answers the sends' ids. */
  send(): string[] {
    const sent: string[] = [];
    for (;;) {
      const now = { programme: this.now, machine: this.now };
      const plan = planMail(this.lead, this.#rules, now);
      if (!plan) return sent;
      const { id, generation } = this.lead;
      const send: OpenSend = {
        sendId: sendIdOf(id, generation, ...Object.values(plan.subject)),
        token: randomUUID().slice(0, 8),
        attempt: 1,
        claimedAt: this.now,
        leaseUntil: this.now + 15 * MINUTE,
        subject: plan.subject,
        template: plan.template,
      };
      this.tell({ type: 'send.claimed', send });
      const messageId = `0102${this.now.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
      this.tell({ type: 'send.accepted', sendId: send.sendId, messageId, by: 'worker' });
      sent.push(send.sendId);
    }
  }
}

/**
 * A lead as a campaign of some weeks leaves it: two touches, two enrollments (one left by its change of
 * stage, one under way), a full ring of scoring events, fields, consent, and a nurture mail due by `dueAt`.
 * Throws when the rules lead elsewhere.
 */
export function storiedLead(rules: Rules, idKey: Uint8Array, number: number, dueAt: number): Lead {
  const start = dueAt - STORY_LASTS;
  const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
  const [firstName, lastName] = [pick(firstNames, number), pick(lastNames, number >> 3)];
  const slug = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const email = `${slug(firstName)}.${slug(lastName)}.${number}@voorbeeld-bedrijf.example`;
  const fields = { first_name: firstName, company: pick(companies, number) };
  const signup = (at: number, touch: TouchValues, mark: string): FormSubmitted => ({
    type: 'form.submitted',
    at,
    form: 'guide',
    submission: mark,
    leadId: leadIdOf(email, idKey),
    email,
    fields,
    marketing: true,
    tracking: false,
    consentText: 'guide-emails@1',
    magnet: 'funnel-check',
    language: 'nl',
    touch: { at, ...shortTouch(touch) },
    proof: { page: 'https://www.voorbeeld-bedrijf.example/gids', attribution: touch },
  });

  const life = new Life(rules, start, signup(start, found, fingerprint(email, 1)));
  life.send();
  life.at(start + 7 * MINUTE, (at) => ({ type: 'lead.confirmed', at, generation: 1, proof: {} }));
  const [, first = ''] = life.send();
  life.at(start + 3 * HOUR, (at) => click(at, first, 'awareness-1-five-numbers', 0));
  // The first page is the second interaction: on to the next stage and its sequence.
  const view = (n: number) =>
    life.at(start + 4 * HOUR + n * 70 * MINUTE, (at) => ({
      type: 'event.posted',
      event: 'page.viewed',
      at,
      id: `view-${number}-${n}`,
    }));
  for (let n = 0; n < 13; n++) view(n);
  life.at(start + 20 * HOUR, (at) => signup(at, came, fingerprint(email, 2)));
  life.send();
  for (let n = 14; n < 21; n++) view(n);
  life.now = start + 4 * HOUR + DAY + HOUR;
  const [second = ''] = life.send();
  // For half of them that mail was the last that happened, the others looked around again.
  if (number % 2 === 0) {
    life.at(life.now + 2 * HOUR, (at) => click(at, second, 'engagement-1-ready-to-talk', 0));
    view(30);
  }
  return asPromised(life.lead, rules, dueAt);
}

/** The bench measures this lead and no other: a change of the demo's programme must not make it a lesser one. */
function asPromised(lead: Lead, rules: Rules, dueAt: number): Lead {
  const { first, last } = lead.attribution;
  const active = lead.enrollments.filter((e) => e.status === 'active');
  const plan = planMail(lead, rules, { programme: dueAt, machine: dueAt });
  const kept =
    lead.mailability === 'subscribed' &&
    lead.consent.marketing?.granted === true &&
    first !== undefined &&
    last !== undefined &&
    first.at !== last.at &&
    lead.enrollments.length === 2 &&
    active.length === 1 &&
    lead.engagement.events.length === 24 &&
    lead.due?.lane === 1 &&
    lead.due.at <= dueAt &&
    plan?.subject.class === 'nurture';
  if (kept) return lead;
  throw new Error("The demo's programme leads elsewhere by now: test/bench/lead-story.ts must follow it.");
}

const click = (at: number, sendId: string, content: string, link: number): LeadEvent => ({
  type: 'email.clicked',
  at,
  generation: 1,
  sendId,
  content,
  link,
});
