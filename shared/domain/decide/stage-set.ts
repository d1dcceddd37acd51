import type { Lead, StagePosition } from '../lead/lead.ts';
import type { StageSet } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { scoreOf } from '../score/score.ts';
import { reach } from '../stage/stage-path.ts';
import { DAY } from '../time/duration.ts';
import type { Now } from '../time/now.ts';
import { type Change, unchanged } from './change.ts';

/** A stage set by hand stays for so long, unless an event moves it (§3.2). */
const PIN = 30 * DAY;

/** A person puts a lead into a state, and pins it there; again the same day, it changes nothing. */
export function decideStageSet(lead: Lead, event: StageSet, rules: Rules, now: Now): Change {
  if (lead.mailability === 'erased') return unchanged(lead);
  const { field, state, at } = event;
  const model = rules.config.stages[field === 'lifecycle' ? 'lifecycle' : 'nurture'];
  const before = lead[field];
  const isPinned = before.pinnedUntil !== undefined && before.pinnedUntil > now.programme;
  const isThere = before.state === state;
  if ((isThere && isPinned === event.pinned) || !model.states.some(({ id }) => id === state))
    return unchanged(lead);
  const pin = event.pinned ? { pinnedUntil: at + PIN } : {};
  const moved = isThere ? undefined : reach(model, before, state, at);
  const score = scoreOf(lead, rules.config.scoring, now.programme);
  return {
    lead: { ...lead, [field]: { ...(moved?.position ?? unpinned(before)), ...pin } },
    activities: [
      {
        type: isThere ? 'lead.stage_pinned' : 'lead.stage_changed',
        at,
        field,
        ...(isThere ? { state } : { from: before.state, to: state, after: Math.max(0, at - before.since) }),
        ...moved?.reach,
        cause: 'stage.set',
        rule: `${model.id}@${model.version}#set`,
        by: event.by,
        ...pin,
        ...(isThere ? {} : { score: { fit: score.fit, grade: score.grade, engagement: score.engagement } }),
      },
    ],
    causes: ['stage.set'],
  };
}

const unpinned = ({ pinnedUntil: _, ...position }: StagePosition): StagePosition => position;
