import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { Config } from '../programme/config.ts';
import { DAY } from '../time/duration.ts';
import { costOfMails, type MailCost } from './mail-cost.ts';

/** What came of imagined leads. Days are counted from the first one's entry. */
export interface SimulationResult {
  leads: number;
  days: number;
  /** How many leads are in which state at the end of each day. */
  funnel: { day: number; nurtureStage: Record<string, number>; lifecycle: Record<string, number> }[];
  mails: { total: number; perDay: number[]; mostOnADay: number };
  cost: MailCost;
  enrollments: { active: number; completed: number; exited: number; cancelled: number; held: number };
  unsubscribed: number;
  /** Where leads are at the end and get no further: before a step, or in a stage with nothing to come. */
  stuck: { sequence?: string; step?: string; stage: string; leads: number }[];
}

const fields = ['nurtureStage', 'lifecycle'] as const;
type Field = (typeof fields)[number];

/** Counts as it goes, so that it holds no lead for longer than its life. */
export class SimulationBook {
  readonly #config: Config;
  readonly #slug: string;
  readonly #days: number;
  readonly #start: number;
  /** By field and state: how many came, less those who left, on each day. */
  readonly #moves: Record<Field, Map<string, number[]>> = { nurtureStage: new Map(), lifecycle: new Map() };
  readonly #mails: number[];
  readonly #enrollments = { active: 0, completed: 0, exited: 0, cancelled: 0, held: 0 };
  readonly #stuck = new Map<string, SimulationResult['stuck'][number]>();
  #unsubscribed = 0;

  constructor(config: Config, slug: string, days: number, start: number) {
    this.#config = config;
    this.#slug = slug;
    this.#days = days;
    this.#start = start;
    this.#mails = new Array<number>(days).fill(0);
  }

  enter(lead: Lead, at: number): void {
    for (const field of fields) this.#move(field, lead[field].state, at, 1);
  }

  tell(activities: readonly Activity[], at: number): void {
    for (const { type, field, from, to } of activities) {
      if (type === 'lead.unsubscribed') this.#unsubscribed += 1;
      if (type !== 'lead.stage_changed' || (field !== 'nurtureStage' && field !== 'lifecycle')) continue;
      this.#move(field, String(from), at, -1);
      this.#move(field, String(to), at, 1);
    }
  }

  sent(at: number): void {
    const day = this.#dayOf(at);
    this.#mails[day] = (this.#mails[day] ?? 0) + 1;
  }

  /** The lead as the simulation ends. */
  leave(lead: Lead): void {
    const own = lead.enrollments.find(({ sequence }) => sequence === this.#slug);
    if (own) this.#enrollments[own.status] += 1;
    if (lead.mailability !== 'subscribed') return;
    const stage = lead.nurtureStage.state;
    const active = lead.enrollments.find(({ status }) => status === 'active');
    if (!active && stage === this.#config.stages.nurture.goal) return;
    const step = active && (this.#config.sequences[active.sequence]?.steps[active.step]?.id ?? 'end');
    const place = active && step ? { sequence: active.sequence, step, stage } : { stage };
    const name = JSON.stringify(place);
    this.#stuck.set(name, { ...place, leads: (this.#stuck.get(name)?.leads ?? 0) + 1 });
  }

  result(leads: number): SimulationResult {
    const total = this.#mails.reduce((sum, mails) => sum + mails, 0);
    return {
      leads,
      days: this.#days,
      funnel: this.#funnel(),
      mails: { total, perDay: this.#mails, mostOnADay: Math.max(0, ...this.#mails) },
      cost: costOfMails(total),
      enrollments: this.#enrollments,
      unsubscribed: this.#unsubscribed,
      stuck: [...this.#stuck.values()].sort((a, b) => b.leads - a.leads),
    };
  }

  #funnel(): SimulationResult['funnel'] {
    const sums: Record<Field, Record<string, number>> = { nurtureStage: {}, lifecycle: {} };
    return this.#mails.map((_, day) => {
      for (const field of fields) {
        for (const [state, moves] of this.#moves[field]) {
          sums[field][state] = (sums[field][state] ?? 0) + (moves[day] ?? 0);
        }
      }
      return { day: day + 1, nurtureStage: { ...sums.nurtureStage }, lifecycle: { ...sums.lifecycle } };
    });
  }

  #move(field: Field, state: string, at: number, by: number): void {
    const moves = this.#moves[field].get(state) ?? new Array<number>(this.#days).fill(0);
    this.#moves[field].set(state, moves);
    const day = this.#dayOf(at);
    moves[day] = (moves[day] ?? 0) + by;
  }

  #dayOf(at: number): number {
    return Math.min(this.#days - 1, Math.max(0, Math.floor((at - this.#start) / DAY)));
  }
}
