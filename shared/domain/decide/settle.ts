import type { Activity } from '../activity.ts';
import { enroll, leaveSequences } from '../enroll.ts';
import type { EventType } from '../event-types.ts';
import { factsOf } from '../facts.ts';
import type { Lead } from '../lead.ts';
import { isScored } from '../mailability.ts';
import type { Now } from '../now.ts';
import type { Rules } from '../rules.ts';
import { scoreOf } from '../score.ts';
import { holds, moves } from '../stage.ts';
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
  const stageEntered =
    staged.lead.nurtureStage.state !== before.nurtureStage.state ? staged.lead.nurtureStage.state : undefined;
  const occasion = {
    causes: change.causes,
    becameSubscribed: staged.lead.mailability === 'subscribed' && before.mailability !== 'subscribed',
    ...(form ? { form } : {}),
    ...(stageEntered ? { stageEntered } : {}),
  };
  const left = leaveSequences(staged.lead, occasion, rules, at);
  const entered = enroll(left.lead, occasion, rules, at);
  const walked = walkAll(entered.lead, rules, at, (step) =>
    step.when ? holds(step.when, factsOf(entered.lead, rules, at)) : true,
  );
  return {
    ...staged,
    lead: walked.lead,
    activities: [...staged.activities, ...left.activities, ...entered.activities, ...walked.activities],
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
