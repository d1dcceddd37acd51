import type { Activity } from '../activity.ts';
import { enroll, leaveSequences, type Occasion } from '../enroll.ts';
import type { EventType } from '../event-types.ts';
import { factsOf } from '../facts.ts';
import { reachGoals } from '../goals.ts';
import { followHandoff } from '../handoff-follow.ts';
import type { Lead } from '../lead.ts';
import { isScored } from '../mailability.ts';
import { migrateEnrollments } from '../migrate-enrollment.ts';
import type { Now } from '../now.ts';
import type { Rules } from '../rules.ts';
import { scoreOf } from '../score.ts';
import { watchPromises } from '../sla.ts';
import { moves } from '../stage.ts';
import { applyEffects } from '../stage-effects.ts';
import type { StageModel } from '../stage-model.ts';
import { remapped } from '../stage-remap.ts';
import { takeOffers } from '../take-offers.ts';
import { walkAll } from '../walk.ts';
import type { Change } from './change.ts';
import { endPause } from './pause.ts';

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
  const watched = watch(endPause(change, at), at);
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
