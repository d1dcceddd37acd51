import type { Activity } from '../lead/activity.ts';
import { holds } from '../lead/condition-facts.ts';
import { factsOf } from '../lead/facts.ts';
import type { Lead } from '../lead/lead.ts';
import { flowOf, type Rules } from '../programme/rules.ts';
import type { Enrollment } from './enrollment.ts';
import { armNames, goalReached, isReached } from './goals.ts';
import type { Sequence } from './sequence.ts';
import { afterPauses } from './sequence-flow.ts';
import { shareOf } from './share.ts';
import type { Step } from './step.ts';
import { fieldUpdated, noticeAsked, stageSet } from './step-effects.ts';
import { stepHolds } from './step-holds.ts';
import { END, isMail } from './step-kind.ts';
import { mailTurn, waitEnd } from './wait.ts';

interface Walked {
  lead: Lead;
  activities: Activity[];
}

/** Walks every active enrollment of a lead, one after the other: what one does to the lead, the next one sees. */
export function walkAll(lead: Lead, rules: Rules, now: number): Walked {
  let walked: Walked = { lead, activities: [] };
  for (const { sequence, status } of lead.enrollments) {
    if (status !== 'active' || flowOf(rules, sequence).paused) continue;
    const next = walk(walked.lead, sequence, rules, now);
    walked = { lead: next.lead, activities: [...walked.activities, ...next.activities] };
  }
  return walked;
}

/**
 * Takes the steps of one sequence that need no sender, as far as `now` allows: waits that are over (each counted
 * from the nominal end of the one before), branches, changes of the lead, exits, the end. Stops before a mail.
 */
function walk(lead: Lead, slug: string, rules: Rules, now: number): Walked {
  const enrollment = lead.enrollments.find((e) => e.sequence === slug && e.status === 'active');
  const sequence = enrollment && rules.sequence(slug, enrollment.version);
  if (!enrollment || !sequence) return { lead, activities: [] };
  const walker = new Walker(lead, enrollment, sequence, rules, now);
  while (walker.take()) {}
  return walker.walked;
}

class Walker {
  #lead: Lead;
  #at: Enrollment;
  readonly #start: Enrollment;
  readonly #sequence: Sequence;
  readonly #rules: Rules;
  readonly #now: number;
  readonly #activities: Activity[] = [];

  constructor(lead: Lead, enrollment: Enrollment, sequence: Sequence, rules: Rules, now: number) {
    this.#lead = lead;
    this.#start = enrollment;
    this.#at = enrollment;
    this.#sequence = sequence;
    this.#rules = rules;
    this.#now = now;
  }

  /** Takes one step; false when there is none to take now. */
  take(): boolean {
    const { step, dueAt, passed } = this.#at;
    const next = this.#sequence.steps[step];
    if (!next) return this.#end('completed', 'end');
    if (passed?.includes(next.id)) return this.#goTo(step + 1);
    if (isMail(next)) return this.#stopBefore(next);
    if (dueAt > this.#now) return false;
    return this.#through(next);
  }

  get walked(): Walked {
    if (this.#at === this.#start) return { lead: this.#lead, activities: this.#activities };
    const enrollments = this.#lead.enrollments.map((e) => (e === this.#start ? this.#at : e));
    return { lead: { ...this.#lead, enrollments }, activities: this.#activities };
  }

  #through(step: Step): boolean {
    const index = this.#at.step;
    switch (step.type) {
      case 'exit': {
        const facts = factsOf(this.#lead, this.#rules, this.#now);
        if (step.when && !holds(step.when, facts)) return this.#goTo(index + 1);
        return this.#end('exited', step.id);
      }
      case 'wait': {
        const dueAt = waitEnd(this.#at.dueAt, step, this.#lead.timeZone);
        this.#at = { ...this.#at, step: index + 1, dueAt };
        return true;
      }
      case 'branch': {
        const way = stepHolds(step.when, this.#lead, this.#rules, this.#now) ? step.yes : step.no;
        if (way === undefined) return this.#goTo(index + 1);
        const to = this.#sequence.steps.findIndex(({ id }) => id === way);
        return this.#goTo(way === END || to < 0 ? this.#sequence.steps.length : to);
      }
      case 'update_field':
        return this.#change(fieldUpdated(this.#lead, this.#at.sequence, step, this.#now));
      case 'set_stage':
        return this.#change(stageSet(this.#lead, this.#at.sequence, step, this.#now));
      case 'notify':
        return this.#change(noticeAsked(this.#lead, this.#at, step, this.#now));
      case 'holdout':
        return this.#assign(step);
      case 'goal': {
        if (isReached(step.when, this.#lead, { causes: [] }) && !(this.#at.arm && this.#at.goal)) {
          this.#activities.push(goalReached(this.#at, step.id, this.#now));
          if (this.#at.arm) this.#at = { ...this.#at, goal: true };
        }
        return this.#goTo(index + 1);
      }
      case 'email':
      case 'ab_test':
        return false;
    }
  }

  /** A mail waits for a sender; one that became due in a pause for its turn, or is left out. */
  #stopBefore({ id }: Step): boolean {
    const { pauses } = flowOf(this.#rules, this.#at.sequence);
    const { id: leadId, timeZone } = this.#lead;
    const at = afterPauses(this.#at.dueAt, pauses, leadId, (from, offset) =>
      mailTurn(this.#sequence, this.#at.step, from, offset, timeZone),
    );
    if (at === 'skip') {
      const { sequence, occurrence } = this.#at;
      this.#activities.push({
        type: 'enrollment.step_skipped',
        at: this.#now,
        sequence,
        occurrence,
        step: id,
      });
      return this.#goTo(this.#at.step + 1);
    }
    if (at !== this.#at.dueAt) this.#at = { ...this.#at, dueAt: at };
    return false;
  }

  #assign({ id, percent }: Extract<Step, { type: 'holdout' }>): boolean {
    const { sequence, occurrence, step } = this.#at;
    const isHeld = shareOf(this.#lead.id, sequence, id) * 100 < percent;
    const arm = isHeld ? 'h' : 'm';
    this.#activities.push({
      type: 'enrollment.assigned',
      at: this.#now,
      sequence,
      occurrence,
      step: id,
      arm: armNames[arm],
    });
    this.#at = { ...this.#at, arm, step: step + 1, ...(isHeld ? { status: 'held' as const } : {}) };
    return !isHeld;
  }

  #change({ lead, activities }: Walked): boolean {
    this.#lead = lead;
    this.#activities.push(...activities);
    return this.#goTo(this.#at.step + 1);
  }

  #goTo(step: number): true {
    this.#at = { ...this.#at, step };
    return true;
  }

  #end(status: 'completed' | 'exited', reason: string): false {
    const { sequence, occurrence } = this.#at;
    this.#activities.push({ type: `enrollment.${status}`, at: this.#now, sequence, occurrence, reason });
    this.#at = { ...this.#at, status };
    return false;
  }
}
