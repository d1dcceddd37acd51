import { factsOf } from '../lead/facts.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import { scoreOf } from '../score/score.ts';
import { durationMs } from '../time/duration.ts';
import type { FieldTest, Range, StepCondition } from './step-condition.ts';

/** Does the condition hold for this lead at this time (programme, ms)? */
export function stepHolds(c: StepCondition, lead: Lead, rules: Rules, at: number): boolean {
  const { fit } = scoreOf(lead, rules.config.scoring, at);
  const facts = factsOf(lead, rules, at);
  const { lastHumanActivity } = facts;
  return (
    (c.all?.every((part) => stepHolds(part, lead, rules, at)) ?? true) &&
    (c.any?.some((part) => stepHolds(part, lead, rules, at)) ?? true) &&
    (c.not === undefined || !stepHolds(c.not, lead, rules, at)) &&
    (c.grade?.includes(facts.grade) ?? true) &&
    isIn(c.fit, fit) &&
    isIn(c.engagement, facts.engagement) &&
    isIn(c.interactions, facts.interactions) &&
    (c.stage?.includes(lead.nurtureStage.state) ?? true) &&
    (c.lifecycle?.includes(lead.lifecycle.state) ?? true) &&
    (c.field === undefined || fieldHolds(c.field, lead)) &&
    (c.clicked === undefined || lead.contentsClicked.includes(fingerprint(c.clicked))) &&
    (c.lastHumanActivityWithin === undefined ||
      (lastHumanActivity !== undefined && lastHumanActivity <= durationMs(c.lastHumanActivityWithin)))
  );
}

/** The parts of a condition, itself among them: for whoever checks the names in it. */
export function partsOf(condition: StepCondition): StepCondition[] {
  const inner = [
    ...(condition.all ?? []),
    ...(condition.any ?? []),
    ...(condition.not ? [condition.not] : []),
  ];
  return [condition, ...inner.flatMap(partsOf)];
}

function fieldHolds({ name, is, filled, gte, lt }: FieldTest, lead: Lead): boolean {
  const value = Object.hasOwn(lead.fields, name) ? lead.fields[name] : undefined;
  const isFilled = value !== undefined && value !== '';
  const same = (other: unknown) => String(other).toLowerCase() === String(value).toLowerCase();
  const number = isFilled ? Number(value) : Number.NaN;
  return (
    (filled === undefined || filled === isFilled) &&
    (is === undefined || (isFilled && is.some(same))) &&
    (gte === undefined || number >= gte) &&
    (lt === undefined || number < lt)
  );
}

const isIn = (range: Range | undefined, value: number) =>
  range === undefined ||
  ((range.gte === undefined || value >= range.gte) && (range.lt === undefined || value < range.lt));
