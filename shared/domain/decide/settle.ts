import { isScored } from '../consent/mailability.ts';
import type { Activity } from '../lead/activity.ts';
import { factsOf } from '../lead/facts.ts';
import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import { followHandoff } from '../sales/handoff-follow.ts';
import { watchPromises } from '../sales/sla.ts';
import type { EventType } from '../score/event-types.ts';
import { scoreOf } from '../score/score.ts';
import { enroll, leaveSequences, type Occasion } from '../sequence/enroll.ts';
import { reachGoals } from '../sequence/goals.ts';
import { migrateEnrollments } from '../sequence/migrate-enrollment.ts';
import { takeOffers } from '../sequence/take-offers.ts';
import { walkAll } from '../sequence/walk.ts';
import { moves } from '../stage/stage.ts';
import { applyEffects } from '../stage/stage-effects.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { remapped } from '../stage/stage-remap.ts';
import type { Now } from '../time/now.ts';
import type { Change } from './change.ts';
import { endPause } from './pause.ts';
import { welcomeBack } from './welcome-back.ts';

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
  const watched = watch(welcomeBack(endPause(change, at), before, rules, at), at);
  const moved = moveStages(watched, rules, at);
  const followed = followHandoff(moved, before, rules, at);
  const staged = {
    ...moved,
    lead: followed.lead,
    activities: [...moved.activities, ...followed.activities],
  };
  const lifecycle = staged.lead.lifecycle.state;
  const occasion = {
    causes: watched.causes,
    becameSubscribed: staged.lead.mailability === 'subscribed' && before.mailability !== 'subscribed',
    ...(form ? { form } : {}),
    ...(lifecycle === before.lifecycle.state ? {} : { lifecycleEntered: lifecycle }),
  };
  const offered = takeOffers(migrateEnrollments(staged.lead, rules), rules, at);
  let settled: Change = {
    ...staged,
    lead: offered.lead,
    activities: [...staged.activities, ...offered.activities],
  };
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

/** Promises of sales that time has broken, and what follows. */
function watch(change: Change, at: number): Change {
  const { lead, activities, expired } = watchPromises(change.lead, at);
  if (lead === change.lead) return change;
  return {
    ...change,
    lead,
    activities: [...change.activities, ...activities],
    causes: expired ? [...change.causes, 'sla.expired'] : change.causes,
  };
}

/** What moves the lifecycle of leads that left: they can still be sold to, and still buy. */
const isOfSales = (cause: EventType) => /^(sales|deal|conversion|sla|referral|testimonial|nps)\./.test(cause);

function moveStages(change: Change, rules: Rules, at: number): Change {
  const { nurture, lifecycle } = rules.config.stages;
  const scored = isScored(change.lead);
  const told = scored ? change.causes : change.causes.filter(isOfSales);
  const causes: (EventType | undefined)[] = told.length > 0 ? told : scored ? [undefined] : [];
  const start = change.lead.mailability === 'erased' ? change : remapped(change, rules, at);
  let { lead, activities } = start;
  for (const cause of causes) {
    for (const model of scored ? [nurture, lifecycle] : [lifecycle]) {
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
  // The score of a lead that left says nothing: only events move it.
  const position = isScored(lead)
    ? lead[model.field]
    : { ...lead[model.field], pinnedUntil: Number.POSITIVE_INFINITY };
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
