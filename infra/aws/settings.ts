import type { Node } from 'constructs';
import * as z from 'zod';

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)));
const domain = z.hostname().toLowerCase();

/** Stands in for a sending domain so that anyone can look at the stacks; it cannot be deployed. */
export const exampleDomain = 'example.com';

/** What a deployment may choose, each with `-c name=value` or under `context` in cdk.json. */
export const settingsSchema = z.object({
  /** The domain that mail is sent from. */
  domain: domain.default(exampleDomain),
  /** A subdomain of `domain` for the envelope sender, e.g. `bounce.example.com`. */
  mailFrom: domain.optional(),
  /** Root of every link, without a trailing slash; else the API's own address. */
  baseUrl: z
    .url({ protocol: /^https$/ })
    .refine((url) => !url.endsWith('/'), 'has no trailing slash')
    .optional(),
  /** Senders woken each minute. They share one send rate, so more than one helps only a high rate. */
  sendWorkers: z.coerce.number().int().min(1).max(10).default(1),
  /** Who is told when an alarm goes off; SNS asks that person to confirm. */
  alarmEmail: z.email().optional(),
  /** Ids of the link keys, newest first: the first signs, the others still verify. */
  linkKeys: list
    .pipe(z.array(z.string().regex(/^[a-z0-9]{1,8}$/)))
    .refine((ids) => new Set(ids).size === ids.length, 'names a key twice')
    .default(['k1']),
  /** Lets SES put a tracking image in every mail and report opens. */
  openTracking: z.union([z.boolean(), z.stringbool()]).default(false),
  /** Addresses that may be mailed while the account is in the SES sandbox. */
  testRecipients: list.pipe(z.array(z.email())).default([]),
  /** The folder that holds `<name>/index.mjs` of every function. */
  bundles: z.string().default('dist'),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Reads the settings from the CDK context. Throws a ZodError that names the setting at fault. */
export function readSettings(node: Node): Settings {
  const names = Object.keys(settingsSchema.shape);
  return settingsSchema.parse(Object.fromEntries(names.map((name) => [name, node.tryGetContext(name)])));
}
