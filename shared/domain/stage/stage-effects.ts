import type { Facts } from '../lead/condition-facts.ts';
import type { Lead } from '../lead/lead.ts';
import { resetEngagement } from '../score/engagement.ts';
import { durationMs } from '../time/duration.ts';
import type { Effect } from './stage-model.ts';

/** What a hop does to the lead beside moving it; a cool-off in ms. */
export type StageEffect = Extract<Effect, string> | { coolOff: number };

/** Effects with the durations that this reason gives them; a reason without one means no cool-off. */
export function resolveEffects(effects: readonly Effect[], reason: string | undefined): StageEffect[] {
  return effects.flatMap((effect): StageEffect[] => {
    if (typeof effect === 'string') return [effect];
    const { coolOff } = effect;
    const duration = typeof coolOff === 'string' ? coolOff : coolOff[reason ?? ''];
    return duration === undefined ? [] : [{ coolOff: durationMs(duration) }];
  });
}

/** The facts as these effects leave them, for the hops that follow. */
export function withEffects(facts: Facts, effects: readonly StageEffect[]): Facts {
  const known = { ...facts };
  for (const effect of effects) {
    if (effect === 'engagement.reset') known.engagement = 0;
    else if (effect === 'interactions.reset') known.interactions = 0;
    else if (effect === 'contents.reset') known.contentsClicked = 0;
    else {
      known.coolOffRunning = true;
      known.coolOffLeft = effect.coolOff;
    }
  }
  return known;
}

/** The lead after the effects of its hops, at `at` (ms). */
export function applyEffects(lead: Lead, effects: readonly StageEffect[], at: number): Lead {
  const left = { ...lead };
  for (const effect of effects) {
    if (effect === 'engagement.reset') left.engagement = resetEngagement(left.engagement, at);
    if (effect === 'interactions.reset') left.interactions = 0;
    if (effect === 'contents.reset') left.contentsClicked = [];
    if (typeof effect === 'object') left.coolOffUntil = at + effect.coolOff;
  }
  return left;
}
