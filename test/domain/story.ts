import type { z } from 'zod';
import { decide } from '../../shared/domain/decide.ts';
import type { Activity } from '../../shared/domain/lead/activity.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { FormSubmitted, LeadEvent } from '../../shared/domain/lead/lead-event.ts';
import { newLead } from '../../shared/domain/lead/new-lead.ts';
import { defaultScoring } from '../../shared/domain/presets/default-scoring.ts';
import { kmoB2b } from '../../shared/domain/presets/kmo-b2b.ts';
import { nurture3 } from '../../shared/domain/presets/nurture-3.ts';
import { Config } from '../../shared/domain/programme/config.ts';
import { type Rules, rulesOf } from '../../shared/domain/programme/rules.ts';
import { planMail } from '../../shared/domain/sending/plan-mail.ts';
import type { OpenSend } from '../../shared/domain/sending/send.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday morning in Brussels, in winter. */
export const START = Date.UTC(2026, 0, 5, 9);

const words = (text: string) => ({ en: { subject: text, html: `<p>${text}</p>` } });
const mails = (stage: string) => [
  { id: 'one', type: 'email', template: `${stage}-1` },
  { id: 'rest', type: 'wait', for: 'P2D' },
  { id: 'two', type: 'email', template: `${stage}-2` },
];

/** A small programme: one form with two magnets, one sequence per nurture stage. */
export function programme(change: Partial<z.input<typeof Config>> = {}): Config {
  return Config.parse({
    settings: {
      company: { name: 'Acme', address: 'Street 1, 1000 Brussels' },
      sender: { name: 'Acme', email: 'hello@acme.example' },
    },
    forms: {
      guide: {
        title: { en: 'Guide' },
        languages: ['en'],
        fields: [
          { name: 'email', label: { en: 'Email' }, type: 'email', required: true },
          { name: 'first_name', label: { en: 'First name' }, type: 'text' },
        ],
        consent: { marketing: { id: 'news', version: 1, text: { en: 'Yes, write to me.' } } },
        magnets: ['guide', 'checklist'],
        leadFields: ['email', 'first_name'],
      },
      quick: {
        title: { en: 'Quick' },
        languages: ['en'],
        fields: [{ name: 'email', label: { en: 'Email' }, type: 'email', required: true }],
        doubleOptIn: false,
        magnets: ['guide'],
      },
    },
    magnets: {
      guide: { title: { en: 'Guide' }, url: { en: '/guide' }, template: 'magnet' },
      checklist: { title: { en: 'Checklist' }, url: { en: '/checklist' }, template: 'magnet' },
    },
    templates: {
      confirmation: { kind: 'confirmation', content: words('confirm') },
      magnet: { kind: 'magnet', content: words('magnet') },
      ...Object.fromEntries(
        ['awareness', 'engagement', 'endorsement'].flatMap((stage) =>
          [1, 2].map((n) => [`${stage}-${n}`, { kind: 'nurture', content: words(`${stage} ${n}`) }]),
        ),
      ),
    },
    sequences: Object.fromEntries(
      ['awareness', 'engagement', 'endorsement'].map((stage) => [
        stage,
        { title: stage, triggers: [{ stage }], exitOn: ['stageChange'], steps: mails(stage) },
      ]),
    ),
    scoring: defaultScoring,
    stages: { nurture: nurture3, lifecycle: kmoB2b },
    ...change,
  } as z.input<typeof Config>);
}

type Signup = Partial<Omit<FormSubmitted, 'type'>>;

/** Tells what happens to one lead, event by event, on a clock of its own, as the functions would. */
export class Story {
  now = START;
  lead: Lead | undefined;
  readonly timeline: Activity[] = [];
  #submissions = 0;
  #sends = 0;

  constructor(public rules: Rules = rulesOf(programme())) {}

  later(ms: number): this {
    this.now += ms;
    return this;
  }

  tell(event: LeadEvent): this {
    const before = this.it;
    const next = decide(before, event, this.rules, { programme: this.now, machine: this.now });
    if (next !== before) this.timeline.push(...next.activities);
    this.lead = next;
    return this;
  }

  signup(change: Signup = {}): this {
    const event: FormSubmitted = {
      type: 'form.submitted',
      at: this.now,
      form: 'guide',
      submission: `s${++this.#submissions}`,
      leadId: 'lead_v1aaaaaaaaaaaaaaaaaaaaaaaaaa',
      email: 'an@voorbeeld.be',
      fields: {},
      marketing: true,
      tracking: false,
      magnet: 'guide',
      proof: {},
      ...change,
    };
    this.lead ??= newLead(event, this.rules, this.now);
    return this.tell(event);
  }

  confirm(): this {
    return this.tell({ type: 'lead.confirmed', at: this.now, generation: 1, proof: {} });
  }

  unsubscribe(): this {
    return this.tell({ type: 'lead.unsubscribed', at: this.now, generation: 1, via: 'one-click' });
  }

  click(sendId: string, content = sendId, link = 0): this {
    return this.tell({ type: 'email.clicked', at: this.now, generation: 1, sendId, content, link });
  }

  visit(): this {
    return this.tell({ type: 'visited' });
  }

  /** Claims the mail that is due now; undefined when there is none. */
  claim(): OpenSend | undefined {
    const plan = planMail(this.it, this.rules, { programme: this.now, machine: this.now });
    if (!plan) return undefined;
    const send: OpenSend = {
      sendId: `send${++this.#sends}`,
      token: 't',
      attempt: 1,
      claimedAt: this.now,
      leaseUntil: this.now + 15 * MINUTE,
      subject: plan.subject,
      template: plan.template,
    };
    this.tell({ type: 'send.claimed', send });
    return send;
  }

  accept(send: OpenSend, by: 'worker' | 'feedback' | 'presumed' = 'worker'): this {
    return this.tell({ type: 'send.accepted', sendId: send.sendId, messageId: `m-${send.sendId}`, by });
  }

  /** Sends all that is due now; answers the templates. */
  send(): string[] {
    const sent: string[] = [];
    for (let send = this.claim(); send; send = this.claim()) {
      sent.push(send.template);
      this.accept(send);
    }
    return sent;
  }

  /** Lets time pass until the due entries are worked off; answers what was sent and after how many ms. */
  run(until: number): { template: string; after: number }[] {
    const sent: { template: string; after: number }[] = [];
    const from = this.now;
    for (let visits = 0; visits < 500; visits++) {
      sent.push(...this.send().map((template) => ({ template, after: this.now - from })));
      this.visit();
      const next = this.it.due?.at;
      if (next === undefined || next > from + until) break;
      this.now = Math.max(this.now, next);
    }
    this.now = from + until;
    return sent;
  }

  get it(): Lead {
    if (!this.lead) throw new Error('the story has no lead yet');
    return this.lead;
  }

  get types(): string[] {
    return this.timeline.map((activity) => activity.type);
  }
}
