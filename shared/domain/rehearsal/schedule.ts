import type { Config } from '../programme/config.ts';
import { rulesOf } from '../programme/rules.ts';
import type { Sequence } from '../sequence/sequence.ts';
import { imaginedLead, Rehearsal } from './rehearsal.ts';

/** When a step's mail would leave; ms. */
export interface ScheduledStep {
  step: string;
  at: number;
}

/** Nobody waits longer. */
const MOST_VISITS = 500;

/**
 * When each mail of a sequence would leave for a lead that enters at `start` (ms) and does nothing, in a zone: the
 * engine's own answer, frequency cap and hours included. A branch is taken as such a lead takes it; holdouts let
 * it through.
 */
export function scheduleOf(
  config: Config,
  slug: string,
  sequence: Sequence,
  start: number,
  timeZone: string,
): ScheduledStep[] {
  const steps = sequence.steps.filter(({ type }) => type !== 'holdout');
  const rules = rulesOf({ ...config, sequences: { [slug]: { ...sequence, steps } } });
  const stage = config.stages.nurture.initial;
  const lead = imaginedLead('lead_v1imagined', rules, start, {
    timeZone,
    enrollments: [
      {
        sequence: slug,
        version: 1,
        occurrence: 1,
        status: 'active',
        stage,
        startedAt: start,
        step: 0,
        dueAt: start,
      },
    ],
  });
  const rehearsal = new Rehearsal(rules, lead, start);
  const scheduled: ScheduledStep[] = [];
  for (let visits = 0; visits < MOST_VISITS; visits++) {
    const mail = rehearsal.visit();
    if (mail?.step !== undefined) scheduled.push({ step: mail.step, at: mail.at });
    const isOn = rehearsal.lead.enrollments.some(({ status }) => status === 'active');
    if (!isOn || rehearsal.due === undefined) break;
    rehearsal.now = rehearsal.due;
  }
  return scheduled;
}
