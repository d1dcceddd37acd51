import { isScored } from '../consent/mailability.ts';
import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import { reengaged } from '../score/reengagement.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { positionIn } from '../stage/stage-remap.ts';
import type { Change } from './change.ts';

/** A lead that was recycled, and does something since: its score and its timeline say that it is back (§3.2). */
export function welcomeBack(change: Change, before: Lead, rules: Rules, at: number): Change {
  const { lifecycle } = rules.config.stages;
  const { state, since } = positionIn(lifecycle, before.lifecycle);
  if (!isScored(change.lead) || !isRecycling(lifecycle, state)) return change;
  let { engagement } = change.lead;
  const returns: Activity[] = [];
  for (const deed of change.activities) {
    if (deed.at < since || deed.scored === false) continue;
    const boosted = reengaged(engagement, deed, rules.config.scoring, at);
    if (!boosted) continue;
    engagement = boosted;
    returns.push({ type: 'lead.reengaged', at: deed.at, by: deed.type, state });
  }
  if (returns.length === 0) return change;
  return {
    ...change,
    lead: { ...change.lead, engagement },
    activities: [...change.activities, ...returns],
  };
}

/** Where leads are whose score began anew on the way there. */
const isRecycling = ({ transitions }: StageModel, state: string): boolean =>
  transitions.some(({ to, effects }) => to === state && effects.includes('engagement.reset'));
