import * as z from 'zod';
import { weekdays } from './weekday.ts';

const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, such as "09:00"');

/** Days and hours by a lead's own clock. Without `to`: at this very time of day. */
export const SendWindow = z
  .strictObject({
    days: z.array(z.enum(weekdays)).min(1).max(7).optional(),
    from: LocalTime.default('00:00'),
    to: z.union([LocalTime, z.literal('24:00')]).optional(),
  })
  .refine(({ from, to }) => to === undefined || to > from, 'a window ends later on the day than it begins');
export type SendWindow = z.infer<typeof SendWindow>;
