import type { Activity } from '../lead/activity.ts';
import type { Life } from '../lead/life.ts';
import { bucketOf } from '../stage/time-in-stage.ts';
import { customerFigures } from './customer-figures.ts';
import { type Figure, one, SEPARATOR, word } from './figure.ts';
import { salesFigures } from './sales-figures.ts';
import { bornFigures, lifeFigures } from './statistics-life.ts';

/**
 * Statistics are a fold over distinct activities (docs/decisions/005): what one activity adds to the figures
 * of its day is decided by the activity alone, and each is counted once, however often it comes.
 */

/** Figures by name, names as `factOf` makes them; whole numbers, so that no order of adding matters. */
export type Counts = Record<string, number>;

/** What one activity adds to its day (programme time, UTC: `2026-11-22`). */
export interface Fact {
  day: string;
  counts: Counts;
}

/** A fact and the id of the activity that it comes from. */
export interface Entry {
  id: string;
  fact: Fact;
}

const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

/**
 * What an activity adds; undefined when no calendar has its day. `source`: of the lead's first touch; `life`: what
 * its row says of the lead.
 */
export function factOf(activity: Activity, source: string, life: Life = {}): Fact | undefined {
  if (!(activity.at >= EARLIEST && activity.at <= LATEST)) return undefined;
  const figures = figuresOf(activity, source, life).filter(([, count]) => count !== 0);
  const counts = Object.fromEntries(figures.map(([name, count]) => [name.join(SEPARATOR), count]));
  return { day: new Date(activity.at).toISOString().slice(0, 10), counts };
}

function figuresOf(activity: Activity, source: string, life: Life): Figure[] {
  const { type } = activity;
  if (type.startsWith('email.') && type !== 'email.replied') return [one(...mailOf(activity))];
  switch (type) {
    case 'form.submitted':
      return [one('form', word(activity.form), 'submitted'), ...arrival(activity, source, life)];
    case 'lead.confirmed':
      return [
        one('lead', 'confirmed'),
        one('source', source, 'confirmed'),
        ...(activity.form ? [one('form', word(activity.form), 'confirmed')] : []),
      ];
    case 'lead.unsubscribed':
      return [one('lead', 'unsubscribed'), one('source', source, 'unsubscribed')];
    case 'lead.referred':
      return [...customerFigures(activity, source), ...arrival(activity, source, life)];
    case 'lead.stage_changed':
      return [...move(activity, source), ...lifeFigures(activity, source, life)];
    case 'lead.stage_remapped':
      return remap(activity);
    case 'lead.merged':
      return [one('lead', 'merged'), ...gone(activity)];
    case 'enrollment.started':
    case 'enrollment.continued':
    case 'enrollment.completed':
    case 'enrollment.exited':
    case 'enrollment.cancelled':
      return [one('sequence', word(activity.sequence), type.slice('enrollment.'.length))];
    case 'enrollment.step_skipped':
      return [one('sequence', word(activity.sequence), 'skipped', word(activity.step))];
    case 'enrollment.assigned':
      return [one('sequence', word(activity.sequence), 'arm', word(activity.arm), 'leads')];
    case 'enrollment.goal_reached':
      return [
        one('sequence', word(activity.sequence), 'goal', word(activity.step)),
        ...(activity.arm
          ? [one('sequence', word(activity.sequence), 'arm', word(activity.arm), 'goals')]
          : []),
      ];
    case 'magnet.requested':
      return [one('magnet', word(activity.magnet), 'requested')];
    default:
      return [one('event', type), ...salesFigures(activity), ...customerFigures(activity, source)];
  }
}

/** The first signup of a life: a new lead, and the states that it begins in. */
function arrival({ entered }: Activity, source: string, life: Life): Figure[] {
  if (typeof entered !== 'object' || entered === null) return [];
  const begun = Object.entries(entered).map(([model, state]): [string, string] => [model, word(state)]);
  return [
    one('lead', 'new'),
    one('source', source, 'new'),
    ...begun.flatMap(([model, state]) => entry(model, state, source)),
    ...bornFigures(begun, source, life),
  ];
}

const entry = (model: string, state: string, source: string): Figure[] => [
  one('stage', model, state, 'entered'),
  one('source', source, 'entered', model, state),
];

/** From where to where, and after how long: the sum in minutes, and a count by span for quantiles. */
function move({ field, from, to, after }: Activity, source: string): Figure[] {
  const [model, left, next] = [word(field), word(from), word(to)];
  const spent = typeof after === 'number' && after > 0 ? after : 0;
  return [
    ...entry(model, next, source),
    one('stage', model, left, 'left', next),
    [['stage', model, left, 'minutes', next], Math.round(spent / 60_000)],
    one('stage', model, left, 'after', next, String(bucketOf(spent))),
  ];
}

/** Another model took over: nobody moved, so it is neither entered nor left, and no time is counted. */
const remap = ({ field, from, to }: Activity): Figure[] => [
  one('stage', word(field), word(to), 'remapped_in'),
  one('stage', word(field), word(from), 'remapped_out'),
];

/** Two leads are one: the other one is no longer where it was, and went nowhere. */
const gone = ({ left }: Activity): Figure[] =>
  typeof left === 'object' && left !== null
    ? Object.entries(left).map(([model, state]) => one('stage', model, word(state), 'remapped_out'))
    : [];

function mailOf(activity: Activity): string[] {
  const { class: kind, template, content, sequence, step } = activity;
  return ['mail', word(kind), word(template ?? content), word(sequence), word(step), outcomeOf(activity)];
}

/** What became of a mail, in one word. */
function outcomeOf({ type, bounceType, machine, scored }: Activity): string {
  switch (type) {
    case 'email.presumed_sent':
      return 'presumed';
    case 'email.bounced':
      return bounceType === 'Permanent' ? 'bounced' : 'bounced_transient';
    case 'email.clicked':
      // A person's click that counts for nothing: the same link again, or a lead that left.
      return machine ? 'clicked_machine' : scored === false ? 'clicked_again' : 'clicked';
    default:
      return type.slice('email.'.length);
  }
}
