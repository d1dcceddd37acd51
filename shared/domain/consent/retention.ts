import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { durationMs } from '../time/duration.ts';

/** When a lead has been kept for long enough (programme time, ms), and why. */
export interface RetentionEnd {
  reason: 'unconfirmed' | 'unconverted';
  at: number;
}

/**
 * Who never confirmed goes some time after it asked last (30 days, unless the settings say otherwise); who never
 * became a customer some time after the last thing that a person did (24 months). Customers, and those behind
 * them, stay until somebody erases them.
 */
export function retentionOf(lead: Lead, rules: Rules): RetentionEnd | undefined {
  if (lead.mailability === 'erased' || lead.customer || hasConverted(lead, rules)) return undefined;
  const { unconfirmed, unconverted } = rules.config.settings.retention;
  if (lead.mailability === 'pending_confirmation') {
    const since = lead.awaited?.since ?? lead.createdAt;
    return { reason: 'unconfirmed', at: since + durationMs(unconfirmed) };
  }
  const since = Math.max(lead.createdAt, lead.lastHumanAt ?? 0);
  return { reason: 'unconverted', at: since + durationMs(unconverted) };
}

/** At the goal of the lifecycle, or in a state that leads on from there. */
function hasConverted(lead: Lead, { config }: Rules): boolean {
  const { lifecycle } = config.stages;
  const converted = convertedStates.get(lifecycle) ?? statesBehindGoal(lifecycle);
  convertedStates.set(lifecycle, converted);
  return converted.has(lead.lifecycle.state);
}

/** Asked with every decision, and the same for as long as nobody publishes. */
const convertedStates = new WeakMap<StageModel, ReadonlySet<string>>();

function statesBehindGoal({ goal, states, transitions }: StageModel): ReadonlySet<string> {
  const behind = new Set([goal]);
  for (const _ of states) {
    for (const { from, to } of transitions) {
      if ([from].flat().some((state) => behind.has(state))) behind.add(to);
    }
  }
  return behind;
}
