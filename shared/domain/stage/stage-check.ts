import { factsOf } from '../lead/facts.ts';
import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import { nextStageCheck } from './stage.ts';

/** When a stage of this lead may change by time alone (decay, dwell): programme time, early allowed, never late. */
export function stageCheckOf(lead: Lead, rules: Rules, now: number): number | undefined {
  const { stages, scoring } = rules.config;
  const facts = factsOf(lead, rules, now);
  const checks = [
    nextStageCheck(stages.nurture, lead.nurtureStage, lead.engagement, scoring, facts, now),
    nextStageCheck(stages.lifecycle, lead.lifecycle, lead.engagement, scoring, facts, now),
  ].filter((at) => at !== undefined);
  return checks.length > 0 ? Math.min(...checks) : undefined;
}
