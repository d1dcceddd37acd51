import * as z from 'zod';
import { named } from '../api/schema-name.ts';

const count = z.int();
/** A day of the programme, UTC: `2026-11-22`. */
export const Day = z.iso.date();

const Left = z.object({
  to: z.string(),
  count,
  minutes: count,
  spans: z.array(z.object({ upToMinutes: z.number(), count })),
});

const Reasons = z.array(z.object({ reason: z.string(), count }));
const Amount = z.object({ count, value: z.number() });

/** A `DayView`, as the API describes it. */
export const StatisticsDay = named(
  'StatisticsDay',
  z.object({
    day: z.string(),
    leads: z.object({ new: count, confirmed: count, unsubscribed: count, merged: count }),
    sources: z.array(
      z.object({
        source: z.string(),
        new: count,
        confirmed: count,
        unsubscribed: count,
        entered: z.array(z.object({ model: z.string(), stage: z.string(), count })),
      }),
    ),
    forms: z.array(z.object({ form: z.string(), submitted: count, confirmed: count })),
    magnets: z.array(z.object({ magnet: z.string(), requested: count })),
    stages: z.array(z.object({ model: z.string(), stage: z.string(), entered: count, left: z.array(Left) })),
    sequences: z.array(
      z.object({
        ...{ sequence: z.string(), started: count, continued: count },
        ...{ completed: count, exited: count, cancelled: count },
      }),
    ),
    mails: z.array(
      z.object({
        class: z.string(),
        template: z.string(),
        sequence: z.string().optional(),
        step: z.string().optional(),
        outcomes: z.record(z.string(), count),
      }),
    ),
    handoffs: z.array(
      z.object({
        ...{ rule: z.string(), way: z.string(), opened: count, touched: count, accepted: count },
        ...{ returned: count, expired: count, won: count, lost: count, withdrawn: count },
        ...{ rejected: Reasons, dropped: Reasons },
        breached: z.array(z.object({ promise: z.string(), count })),
      }),
    ),
    deals: z.array(
      z.object({
        ...{ currency: z.string().optional(), opened: count, won: count, lost: count, reasons: Reasons },
        value: z.object({ opened: z.number(), won: z.number(), lost: z.number() }).optional(),
      }),
    ),
    conversions: z.array(
      Amount.extend({ currency: z.string(), repeat: Amount, sourced: Amount, influenced: Amount }),
    ),
    events: z.array(z.object({ type: z.string(), count })),
  }),
  {
    description:
      'What happened on one day. `merged` leads became one with another, so there are so many fewer. Of a sequence, `continued` had ' +
      'completed it, were offered new last steps and complete it once more, so over time `started` and `continued` together are ' +
      'those who `completed`, `exited` or were `cancelled`, and those who are in it still. `left` says for where leads left a stage, their time in it in minutes all together, and how ' +
      'many of them were in it for how long: each span ends at `upToMinutes`, √2 times later than the one before. `source` is ' +
      'where a lead first came from, `direct` when nothing told. A mail’s `outcomes` are sent, delivered, opened, clicked ' +
      '(a person, for the first time), clicked_again, clicked_machine, bounced, bounced_transient, complained, delayed, ' +
      'rejected, failed, parked, presumed (sent, as far as one can tell); what is not there is none. ' +
      'Hand-offs stand by the rule that caused them and the way they came; `dropped` were rejected after they were accepted. ' +
      'Deals without a value have no currency. Of `conversions`, `sourced` and `influenced` overlap: never add them.',
  },
);

/** Figures by day and name, as recounts add them up. */
export const FiguresByDay = z.record(Day, z.record(z.string().max(400), z.int()));

export const DifferenceBody = named(
  'Difference',
  z.object({ day: z.string(), figure: z.string(), stored: count, recounted: count }),
  { description: 'A figure that is not what the timelines add up to.' },
);
