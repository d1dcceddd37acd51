import * as z from 'zod';
import { eventTypes } from '../score/event-types.ts';
import { Slug } from '../text.ts';
import { SendWindow } from '../time/send-window.ts';
import { Step } from './step.ts';
import { END } from './step-kind.ts';

/** What starts a sequence for a lead that is (or becomes) subscribed. */
export const Trigger = z.union([
  z.strictObject({ form: Slug }),
  z.strictObject({ stage: Slug }),
  /** A state of the lifecycle model: `customer`, `loyal`. */
  z.strictObject({ lifecycle: Slug }),
  z.strictObject({ event: z.enum(eventTypes) }),
]);
export type Trigger = z.infer<typeof Trigger>;

export const Sequence = z
  .strictObject({
    title: z.string().min(1).max(200),
    /** One of the settings' topics: who does not want to hear of it leaves, and does not enter. */
    topic: Slug.optional(),
    /** None: a newsletter, which leads are enrolled in when it is sent. */
    triggers: z.array(Trigger).max(10),
    /** May a lead that went through it enter again? */
    reentry: z.enum(['once', 'every_time']).optional(),
    /** When its mails may leave, by the lead's own clock. */
    window: SendWindow.optional(),
    /** `stageChange`: leaving the nurture stage in which the lead entered. */
    exitOn: z
      .array(z.union([z.literal('stageChange'), z.enum(eventTypes)]))
      .max(20)
      .default([]),
    steps: z.array(Step).min(1).max(50),
  })
  .superRefine((sequence, ctx) => {
    const ids = sequence.steps.map(({ id }) => id);
    const refuse = (i: number, name: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: ['steps', i, name], message });
    sequence.steps.forEach((step, i) => {
      if (ids.indexOf(step.id) < i) refuse(i, 'id', `a step named "${step.id}" stands above`);
      if (step.type !== 'branch') return;
      for (const name of ['yes', 'no'] as const) {
        const to = step[name];
        if (to === undefined || to === END || ids.lastIndexOf(to) > i) continue;
        refuse(i, name, `a branch leads to a step below it, or to "${END}"; "${to}" is neither`);
      }
    });
  });
export type Sequence = z.infer<typeof Sequence>;
