import type { Activity } from '../lead/activity.ts';
import { type Figure, one, took, whole, word } from './figure.ts';

/**
 * What the activities around sales add to the figures of their day. A hand-off is named by the `rule` that
 * caused it (`kmo-b2b@3#2`: model, version, transition) and the `way` it came: `asked` (the lead asked for sales
 * itself), `scored`, or `set` (by hand).
 *
 *     handoff|<rule>|<way>|opened
 *     handoff|<rule>|<way>|accepted | returned | expired            what became of it while it waited
 *     handoff|<rule>|<way>|rejected|<reason>
 *     handoff|<rule>|<way>|dropped|<reason>                          rejected after it was accepted
 *     handoff|<rule>|<way>|won | lost | withdrawn                    won: it reached the goal; withdrawn: it left otherwise
 *     handoff|<rule>|<way>|breached|first_touch, decision            promises (SLA) not kept
 *     handoff|<rule>|<way>|minutes|touch, decision, close            since it was opened; `after|…|<span>` beside each
 *     handoff|<rule>|<way>|touched
 *     handoff|<rule>|<way>|score|<grade>|<engagement>|opened, accepted, won    engagement at the hand-off, whole
 *     deal|<currency>|opened, changed, won, lost                     currency empty where no value was given
 *     deal|<currency>|value|opened, won, lost                        in minor units (cents)
 *     deal|<currency>|squares|won                                    of values in major units, for their deviation
 *     deal|<currency>|minutes|won, lost                              since it was opened; `after|…|<span>` beside each
 *     deal|<currency>|reason|<reason>                                why lost
 *     owner|changed                                                  reassigned, not first assigned
 */
export function salesFigures(activity: Activity): Figure[] {
  const { type } = activity;
  switch (type) {
    case 'handoff.opened':
      return [one(...handoff(activity), 'opened'), one(...score(activity), 'opened')];
    case 'sales.accepted':
      return [
        one(...handoff(activity), 'accepted'),
        one(...score(activity), 'accepted'),
        ...took(handoff(activity), 'decision', activity.after),
      ];
    case 'sales.rejected':
      return [
        one(...handoff(activity), activity.accepted ? 'dropped' : 'rejected', word(activity.reason)),
        ...(activity.accepted ? [] : took(handoff(activity), 'decision', activity.after)),
      ];
    case 'sales.returned':
      return [one(...handoff(activity), 'returned'), ...took(handoff(activity), 'decision', activity.after)];
    case 'sla.expired':
      return [one(...handoff(activity), 'expired')];
    case 'sla.breached':
      return [one(...handoff(activity), 'breached', word(activity.promise))];
    case 'sales.contacted':
      // The first of a hand-off alone says how long it waited.
      return activity.after === undefined
        ? []
        : [one(...handoff(activity), 'touched'), ...took(handoff(activity), 'touch', activity.after)];
    case 'handoff.closed':
      return closed(activity);
    case 'deal.opened':
    case 'deal.changed':
    case 'deal.won':
    case 'deal.lost':
      return deal(activity, type.slice('deal.'.length));
    case 'lead.owner_changed':
      return activity.from === undefined ? [] : [one('owner', 'changed')];
    default:
      return [];
  }
}

const handoff = ({ rule, way }: Activity): string[] => ['handoff', word(rule), word(way)];

const score = (activity: Activity): string[] => {
  const { grade, engagement } = (activity.score ?? {}) as { grade?: unknown; engagement?: unknown };
  return [...handoff(activity), 'score', word(grade), String(Math.floor(Number(engagement ?? 0)))];
};

function closed(activity: Activity): Figure[] {
  const outcome = word(activity.outcome);
  return [
    one(...handoff(activity), outcome),
    ...(outcome === 'won' ? [one(...score(activity), 'won')] : []),
    ...took(handoff(activity), 'close', activity.after),
  ];
}

function deal(activity: Activity, what: string): Figure[] {
  const name = ['deal', word(activity.currency)];
  const value = whole(activity.value);
  const isOver = what === 'won' || what === 'lost';
  return [
    one(...name, what),
    ...(what === 'changed' ? [] : [[[...name, 'value', what], value] as Figure]),
    ...(what === 'won' ? [[[...name, 'squares', 'won'], squareOf(activity)] as Figure] : []),
    ...(isOver ? took(name, what, activity.after) : []),
    ...(activity.reason === undefined ? [] : [one(...name, 'reason', word(activity.reason))]),
  ];
}

/** Of minor units it would soon be larger than a number can hold exactly. */
const squareOf = ({ major }: Activity): number => whole(Number(major ?? 0) ** 2);
