import type { Activity } from '../lead/activity.ts';
import type { Lead, Preferences } from '../lead/lead.ts';
import type { PreferencesChanged } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { DAY } from '../time/duration.ts';
import { type Change, unchanged } from './change.ts';
import { resume } from './pause.ts';

/** How long a lead pauses by itself. */
const PAUSE = 30 * DAY;

/** May this lead choose? Who left, or never confirmed, has nothing to choose. */
export const hasPreferences = (lead: Lead): boolean =>
  ['requested_only', 'subscribed', 'paused'].includes(lead.mailability);

/** What the lead chose on its page: the same choice again changes nothing, and a pause is not made longer. */
export function decidePreferences(lead: Lead, event: PreferencesChanged, rules: Rules): Change {
  if (!hasPreferences(lead) || event.generation !== lead.generation) return unchanged(lead);
  const { at } = event;
  const steps = [choose, speak, pause, withdrawTracking];
  const changed = steps.reduce<Step>((so, step) => step(so, event, rules), { lead, activities: [] });
  if (changed.activities.length === 0) return unchanged(lead);
  const lastHumanAt = Math.max(lead.lastHumanAt ?? 0, at);
  return { lead: { ...changed.lead, lastHumanAt }, activities: changed.activities, causes: [] };
}

type Step = { lead: Lead; activities: Activity[] };

function choose({ lead, activities }: Step, event: PreferencesChanged, rules: Rules): Step {
  const known = rules.config.settings.topics.map(({ id }) => id);
  const before: Preferences = lead.preferences ?? { topicsOff: [], frequency: 'normal' };
  const after: Preferences = {
    topicsOff: event.topicsOff ? known.filter((id) => event.topicsOff?.includes(id)) : before.topicsOff,
    frequency: event.frequency ?? before.frequency,
  };
  if (after.topicsOff.join() === before.topicsOff.join() && after.frequency === before.frequency)
    return { lead, activities };
  const { preferences: _, ...rest } = lead;
  const isUsual = after.topicsOff.length === 0 && after.frequency === 'normal';
  return {
    lead: isUsual ? rest : { ...rest, preferences: after },
    activities: [...activities, { type: 'lead.preferences_changed', at: event.at, ...after, ...event.proof }],
  };
}

function speak({ lead, activities }: Step, { language, at }: PreferencesChanged): Step {
  if (language === undefined || language === lead.language) return { lead, activities };
  const told = { type: 'lead.language_changed', at, from: lead.language, to: language };
  return { lead: { ...lead, language }, activities: [...activities, told] };
}

function pause({ lead, activities }: Step, { pause: wish, at }: PreferencesChanged): Step {
  if (wish === 'start' && lead.mailability === 'subscribed') {
    const pausedUntil = at + PAUSE;
    const told = { type: 'lead.paused', at, by: 'lead', until: new Date(pausedUntil).toISOString() };
    return { lead: { ...lead, mailability: 'paused', pausedUntil }, activities: [...activities, told] };
  }
  if (wish === 'end' && lead.mailability === 'paused')
    return { lead: resume(lead), activities: [...activities, { type: 'lead.resumed', at, by: 'lead' }] };
  return { lead, activities };
}

function withdrawTracking({ lead, activities }: Step, { tracking, at, proof }: PreferencesChanged): Step {
  if (tracking !== false || !lead.consent.tracking?.granted) return { lead, activities };
  return {
    // What waits for a verdict is seen no more.
    lead: { ...lead, traces: [], consent: { ...lead.consent, tracking: { granted: false, at } } },
    activities: [...activities, { type: 'consent.withdrawn', at, purpose: 'tracking', ...proof }],
  };
}
