import * as z from 'zod';
import { FixedDuration, Language } from './text.ts';
import { isTimeZone } from './time-zone.ts';

/** An IANA zone that this machine's calendar knows. */
export const TimeZone = z.string().refine(isTimeZone, 'an IANA time zone, such as "Europe/Brussels"');

const HeaderText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'no line breaks or control characters');

export const Settings = z.strictObject({
  company: z.strictObject({ name: HeaderText, address: z.string().min(5).max(300) }),
  sender: z.strictObject({ name: HeaderText, email: z.email() }),
  replyTo: z.email().optional(),
  timeZone: TimeZone.default('Europe/Brussels'),
  /** The first is the one to fall back on. */
  languages: z.array(Language).min(1).max(20).default(['en']),
  /** Hosts that thank-you pages may be on. */
  ownDomains: z
    .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/))
    .max(50)
    .default([]),
  /** Nurture mails per lead; what a lead asked for is not counted and not held back. */
  nurtureCap: z
    .strictObject({ mails: z.literal(1), within: FixedDuration })
    .default({ mails: 1, within: 'PT20H' }),
});
export type Settings = z.infer<typeof Settings>;
