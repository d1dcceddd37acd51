import * as z from 'zod';
import { Condition } from '../lead/condition.ts';
import { eventTypes } from '../score/event-types.ts';
import { FixedDuration, Localized, Slug } from '../text.ts';

/**
 * What a transition does beside moving. The resets make what had lifted a lead count no more, so that
 * it does not rise again by the same old deeds; `coolOff` is one duration, or one by reason.
 */
const Effect = z.union([
  z.enum(['engagement.reset', 'interactions.reset', 'contents.reset']),
  z.strictObject({ coolOff: z.union([FixedDuration, z.record(z.string(), FixedDuration)]) }),
]);
export type Effect = z.infer<typeof Effect>;

/** What sales promise for leads in a state: the first touch, the decision, and when a lead goes back without one. */
const ServiceLevel = z.strictObject({
  firstTouch: FixedDuration,
  decideWithin: FixedDuration,
  returnAfter: FixedDuration,
  calendar: z.enum(['business', 'clock']).default('business'),
});

const State = z.strictObject({
  id: Slug,
  label: Localized.optional(),
  terminal: z.boolean().default(false),
  /** States of models that were in force before, or of this one before it changed: leads in them are taken for being here. */
  formerly: z.array(Slug).max(60).optional(),
  sla: ServiceLevel.optional(),
});

export const Transition = z.strictObject({
  from: z.union([Slug, z.array(Slug).min(1)]),
  to: Slug,
  on: z.array(z.enum(eventTypes)).min(1).optional(),
  when: Condition.optional(),
  /** Lower goes first; transitions with `on` go before those without. */
  priority: z.int().default(100),
  effects: z.array(Effect).default([]),
});
export type Transition = z.infer<typeof Transition>;

export const StageModel = z
  .strictObject({
    id: Slug,
    version: z.int().min(1).default(1),
    field: z.enum(['nurtureStage', 'lifecycle']),
    shape: z.enum(['linear', 'graph']),
    initial: Slug,
    goal: Slug,
    states: z.array(State).min(2).max(30),
    transitions: z.array(Transition).min(1).max(100),
  })
  .superRefine((model, ctx) => {
    const known = new Set(model.states.map((s) => s.id));
    const must = (id: string, path: (string | number)[]) => {
      if (!known.has(id))
        ctx.addIssue({ code: 'custom', path, message: `"${id}" is not one of this model's states` });
    };
    must(model.initial, ['initial']);
    must(model.goal, ['goal']);
    model.transitions.forEach((t, i) => {
      for (const from of [t.from].flat()) must(from, ['transitions', i, 'from']);
      must(t.to, ['transitions', i, 'to']);
    });
  });
export type StageModel = z.infer<typeof StageModel>;
