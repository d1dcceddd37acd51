import * as z from 'zod';
import { FixedDuration, Language, Localized, Slug } from '../text.ts';
import { isTimeZone } from '../time/time-zone.ts';
import { settingDefaults } from './setting-defaults.ts';

/** An IANA zone that this machine's calendar knows. */
export const TimeZone = z.string().refine(isTimeZone, 'an IANA time zone, such as "Europe/Brussels"');

const HeaderText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'no line breaks or control characters');

/** From whom mails come. */
export const Sender = z.strictObject({ name: HeaderText, email: z.email(), replyTo: z.email().optional() });
export type Sender = z.infer<typeof Sender>;

/** A time of day: `09:00`. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, such as "09:00"');

/** When somebody is there, in the programme's own zone. Days: 1 Monday … 7 Sunday. */
export const BusinessHours = z
  .strictObject({
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    from: TimeOfDay,
    to: TimeOfDay,
    /** Days on which nobody is there. */
    holidays: z.array(z.iso.date()).max(200).default([]),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'later than "from"' });
export type BusinessHours = z.infer<typeof BusinessHours>;

/** What mails look like. Text on the colour, and the colour as text, are kept readable whatever it is. */
export const Brand = z.strictObject({
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'a colour, such as "#0b6b4b"')
    .optional(),
  logo: z
    .strictObject({
      url: z.url({ protocol: /^https$/ }),
      alt: HeaderText,
      width: z.int().min(16).max(560).default(140),
    })
    .optional(),
  /** A line above the address at the foot of every mail. */
  footer: Localized.optional(),
});
export type Brand = z.infer<typeof Brand>;

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217. */
export const Currency = z
  .string()
  .refine((code) => currencies.has(code), 'a currency (ISO 4217), such as "EUR"');

/** New settings go to the end, with a default in `settingDefaults`: older documents have none. */
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
  /** In which deals are counted. */
  currency: Currency.default(settingDefaults.currency),
  businessHours: BusinessHours.default(settingDefaults.businessHours),
  /** Others who write, by name: templates say whose words they are. */
  senders: z.record(Slug, Sender).default(settingDefaults.senders),
  brand: Brand.default(settingDefaults.brand),
  /** Where links in mails lead, when that is an address of one's own that brings them here. */
  linkUrl: z
    .url({ protocol: /^https$/ })
    .refine((url) => /^https:\/\/[^/]+\/?$/.test(url), 'an address without a path')
    .optional(),
  /** Colleagues whom test mails and notices may go to, beside the senders' own addresses. */
  colleagues: z.array(z.email()).max(50).default(settingDefaults.colleagues),
  /** The distance between nurture mails for leads that want fewer. */
  lessOften: FixedDuration.default(settingDefaults.lessOften),
  /** What leads may choose to hear of; sequences name one. */
  topics: z
    .array(z.strictObject({ id: Slug, title: Localized }))
    .max(20)
    .default(settingDefaults.topics),
  /** How long leads are kept that never confirmed, and that never became customers. */
  retention: z
    .strictObject({
      unconfirmed: FixedDuration.default(settingDefaults.retention.unconfirmed),
      unconverted: FixedDuration.default(settingDefaults.retention.unconverted),
    })
    .default(settingDefaults.retention),
  /** Domains that are neither free mail nor throw-away mail, whatever the lists say. */
  allowedDomains: z
    .array(z.string().regex(/^[a-z0-9.-]+$/))
    .max(500)
    .default(settingDefaults.allowedDomains),
  /** Confirmation mails that one source (a /24, a /48) may set off in a time. */
  sourceCap: z
    .strictObject({ mails: z.int().min(1).max(10_000), within: FixedDuration })
    .default(settingDefaults.sourceCap),
});
export type Settings = z.infer<typeof Settings>;
