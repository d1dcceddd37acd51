import type { Activity } from '../lead/activity.ts';
import { type Figure, one, took, whole, word } from './figure.ts';

/**
 * What the activities of customers add to the figures of their day. Amounts are in minor units (cents);
 * `<currency>` is ISO 4217.
 *
 *     conversion|<currency>|count, value                   every purchase
 *     conversion|<currency>|repeat_count, repeat_value     of them those that were not the lead's first
 *     conversion|<currency>|sourced_count, sourced_value   marketing brought the lead: a first touch is known
 *     conversion|<currency>|influenced_count, …_value      the lead did something with our content before it;
 *                                                          sourced and influenced overlap: never add them
 *     source|<source>|converted|<currency>|<way>_count     way: first, last. Last: the touch before the purchase
 *     source|<source>|converted|<currency>|<way>_value     way: first, last, position (40/20/40)
 *     customer|new                                         first purchases
 *     customer|endorsed                                    of them those with an endorsement signal before
 *     customer|minutes|signup, endorsement                 until the first purchase; `after|…|<span>` beside each
 *     customer|content|<template>                          first purchases before which a link in this mail was clicked
 *     customer|referral, testimonial
 *     nps|<0…10>
 *     lead|referred                                        new leads that somebody brought (also in lead|new)
 */
export function customerFigures(activity: Activity, source: string): Figure[] {
  switch (activity.type) {
    case 'conversion.recorded':
      return [...revenue(activity), ...attributed(activity, source), ...newCustomer(activity)];
    case 'referral.made':
      return [one('customer', 'referral')];
    case 'testimonial.given':
      return [one('customer', 'testimonial')];
    case 'nps.answered':
      return typeof activity.score === 'number' ? [one('nps', String(whole(activity.score)))] : [];
    case 'lead.referred':
      return [one('lead', 'referred')];
    default:
      return [];
  }
}

function revenue(activity: Activity): Figure[] {
  const name = ['conversion', word(activity.currency)];
  const value = whole(activity.value);
  const counted = (kind: string, is: unknown): Figure[] =>
    is
      ? [
          [[...name, `${kind}_count`], 1],
          [[...name, `${kind}_value`], value],
        ]
      : [];
  return [
    one(...name, 'count'),
    [[...name, 'value'], value],
    ...counted('repeat', activity.repeat),
    ...counted('sourced', activity.sourced),
    ...counted('influenced', activity.influenced),
  ];
}

function attributed({ currency, value, attribution }: Activity, source: string): Figure[] {
  const { first = source, last = source, position = {} } = (attribution ?? {}) as Attribution;
  const name = (from: string, figure: string) => ['source', from, 'converted', word(currency), figure];
  return [
    one(...name(first, 'first_count')),
    [name(first, 'first_value'), whole(value)],
    one(...name(last, 'last_count')),
    [name(last, 'last_value'), whole(value)],
    ...Object.entries(position).map(([from, share]): Figure => [name(from, 'position_value'), whole(share)]),
  ];
}

interface Attribution {
  first?: string;
  last?: string;
  /** Minor units by source; they add up to the value. */
  position?: Record<string, number>;
}

function newCustomer(activity: Activity): Figure[] {
  if (activity.repeat) return [];
  const contents = Array.isArray(activity.contents) ? activity.contents : [];
  return [
    one('customer', 'new'),
    ...took(['customer'], 'signup', activity.sinceSignup),
    ...(activity.endorsed ? [one('customer', 'endorsed')] : []),
    ...(activity.sinceEndorsement === undefined
      ? []
      : took(['customer'], 'endorsement', activity.sinceEndorsement)),
    ...contents.map((content) => one('customer', 'content', word(content))),
  ];
}
