import * as z from 'zod';
import { Condition } from './condition.ts';
import { eventTypes } from './event-types.ts';
import { Duration, Localized, Slug } from './text.ts';

const Effect = z.union([
  z.literal('engagement.reset'),
  z.strictObject({ coolOff: z.union([Duration, z.record(z.string(), Duration)]) }),
]);

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
    states: z
      .array(z.strictObject({ id: Slug, label: Localized.optional(), terminal: z.boolean().default(false) }))
      .min(2)
      .max(30),
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
