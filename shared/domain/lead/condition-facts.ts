import type { EventType } from '../score/event-types.ts';
import { durationMs } from '../time/duration.ts';
import type { Condition, Grade } from './condition.ts';

/** All that a condition may ask of a lead at one time, and of the event at hand. Ages in ms. */
export interface Facts {
  /** The event at hand; none when it is time, or a change of attributes, that made us look. */
  event?: EventType | undefined;
  /** The reason given with that event. */
  reason?: string | undefined;
  assessment?: 'positive' | 'negative' | undefined;
  grade: Grade;
  engagement: number;
  interactions: number;
  contentsClicked: number;
  salesContacts: number;
  /** How long the lead has been in its state. */
  inStateFor: number;
  /** How long ago a person last did something; none: never. */
  lastHumanActivity?: number | undefined;
  formFieldsComplete: boolean;
  contactable: boolean;
  salesTouched: boolean;
  repeat: boolean;
  coolOffRunning: boolean;
  /** How long the cool-off still runs. Unknown: no time check waits for its end. */
  coolOffLeft?: number | undefined;
}

type Range = { gte?: number | undefined; lt?: number | undefined };

/** Does the condition hold? Every key it has must. */
export function holds(condition: Condition, facts: Facts): boolean {
  const c = condition;
  return (
    (c.all?.every((part) => holds(part, facts)) ?? true) &&
    (c.any?.some((part) => holds(part, facts)) ?? true) &&
    (c.not === undefined || !holds(c.not, facts)) &&
    isOneOf(c.event, facts.event) &&
    isOneOf(c.reason, facts.reason) &&
    isOneOf(c.grade, facts.grade) &&
    isSame(c.assessment, facts.assessment) &&
    isIn(c.engagement, facts.engagement) &&
    isIn(c.interactions, facts.interactions) &&
    isIn(c.contentsClicked, facts.contentsClicked) &&
    isIn(c.salesContacts, facts.salesContacts) &&
    (c.inStateFor === undefined || facts.inStateFor >= durationMs(c.inStateFor)) &&
    (c.lastHumanActivityWithin === undefined || isRecent(facts, c.lastHumanActivityWithin)) &&
    isSame(c.formFieldsComplete, facts.formFieldsComplete) &&
    isSame(c.contactable, facts.contactable) &&
    isSame(c.salesTouched, facts.salesTouched) &&
    isSame(c.repeat, facts.repeat) &&
    (c.coolOff === undefined || !facts.coolOffRunning || isHandRaise(facts.event))
  );
}

/** The lead asks for sales itself: that outranks a cool-off. */
export const isHandRaise = (event: EventType | undefined): boolean =>
  event === 'demo.requested' || event === 'contact.requested';

const isOneOf = <T>(wanted: readonly T[] | undefined, value: T | undefined) =>
  wanted === undefined || (value !== undefined && wanted.includes(value));

const isSame = <T>(wanted: T | undefined, value: T | undefined) => wanted === undefined || wanted === value;

const isIn = (range: Range | undefined, value: number) =>
  range === undefined ||
  ((range.gte === undefined || value >= range.gte) && (range.lt === undefined || value < range.lt));

const isRecent = ({ lastHumanActivity }: Facts, within: string) =>
  lastHumanActivity !== undefined && lastHumanActivity <= durationMs(within);
