import type { Activity } from '../activity.ts';
import { enroll, leaveSequences, type Occasion } from '../enroll.ts';
import type { EventType } from '../event-types.ts';
import { factsOf } from '../facts.ts';
import { reachGoals } from '../goals.ts';
import type { Lead } from '../lead.ts';
import { isScored } from '../mailability.ts';
import { migrateEnrollments } from '../migrate-enrollment.ts';
import type { Now } from '../now.ts';
import type { Rules } from '../rules.ts';
import { scoreOf } from '../score.ts';
import { moves } from '../stage.ts';
import { applyEffects } from '../stage-effects.ts';
import type { StageModel } from '../stage-model.ts';
import { walkAll } from '../walk.ts';
import type { Change } from './change.ts';

/**
 * What follows from any event: stages move, sequences are left and entered, steps that need no mail
 * are taken. The same for every kind of event, so that no rule depends on how it came about.
 */
export function settle(
  change: Change,
  before: Lead,
  form: string | undefined,
  rules: Rules,
  now: Now,
): Change {
  const at = now.programme;
  const staged = isScored(change.lead) ? moveStages(change, rules, at) : change;
  const occasion = {
    causes: change.causes,
    becameSubscribed: staged.lead.mailability === 'subscribed' && before.mailability !== 'subscribed',
    ...(form ? { form } : {}),
  };
  let settled: Change = { ...staged, lead: migrateEnrollments(staged.lead, rules) };
  let stage = before.nurtureStage.state;
  // A step may set a stage, which starts and ends sequences in turn.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { state } = settled.lead.nurtureStage;
    settled =
      round === 0
        ? moveThrough(settled, occasion, state === stage ? undefined : state, rules, at)
        : moveThrough(settled, { causes: [], becameSubscribed: false }, state, rules, at);
    stage = state;
    if (settled.lead.nurtureStage.state === stage) break;
  }
  return settled;
}

const MOST_ROUNDS = 3;

/** Sequences are left and entered, and their steps taken. */
function moveThrough(
  change: Change,
  { stageEntered: _, ...cause }: Occasion,
  stageEntered: string | undefined,
  rules: Rules,
  at: number,
): Change {
  const occasion = { ...cause, ...(stageEntered ? { stageEntered } : {}) };
  const goals = reachGoals(change.lead, occasion, rules, at);
  const left = leaveSequences(goals.lead, occasion, rules, at);
  const entered = enroll(left.lead, occasion, rules, at);
  const walked = walkAll(entered.lead, rules, at);
  const parts = [goals, left, entered, walked];
  return {
    ...change,
    lead: walked.lead,
    activities: [...change.activities, ...parts.flatMap(({ activities }) => activities)],
  };
}

function moveStages(change: Change, rules: Rules, at: number): Change {
  const { nurture, lifecycle } = rules.config.stages;
  const causes: (EventType | undefined)[] = change.causes.length > 0 ? change.causes : [undefined];
  let { lead, activities } = change;
  for (const cause of causes) {
    for (const model of [nurture, lifecycle]) {
      const moved = moveStage(lead, model, cause, change.detail, rules, at);
      lead = moved.lead;
      activities = [...activities, ...moved.activities];
    }
  }
  return { ...change, lead, activities };
}

function moveStage(
  lead: Lead,
  model: StageModel,
  cause: EventType | undefined,
  detail: Change['detail'],
  rules: Rules,
  at: number,
): { lead: Lead; activities: Activity[] } {
  const position = lead[model.field];
  const facts = { ...factsOf(lead, rules, at, cause), ...detail };
  const { position: to, hops, effects } = moves(model, position, facts, at);
  if (hops.length === 0) return { lead, activities: [] };
  const score = scoreOf(lead, rules.config.scoring, at);
  return {
    lead: { ...applyEffects(lead, effects, at), [model.field]: to },
    activities: hops.map((hop) => ({
      type: 'lead.stage_changed',
      at,
      field: model.field,
      ...hop,
      ...(detail?.reason ? { reason: detail.reason } : {}),
      score: { fit: score.fit, grade: score.grade, engagement: score.engagement },
    })),
  };
}
