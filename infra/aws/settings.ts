import type { Node } from 'constructs';
import * as z from 'zod';
import { functions } from '../functions.ts';

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)));
const domain = z.hostname().toLowerCase();
const arn = (of: RegExp, like: string) => z.string().regex(of, `must look like ${like}`);
const certificateArn = (region: RegExp, like: string) =>
  arn(
    new RegExp(`^arn:aws[a-z-]*:acm:${region.source}:\\d{12}:certificate/[\\w-]+$`),
    `arn:aws:acm:${like}:111122223333:certificate/…`,
  );

/** Stands in for a sending domain so that anyone can look at the stacks; it cannot be deployed. */
export const exampleDomain = 'example.com';

const choices = z.object({
  /** The domain that mail is sent from. */
  domain: domain.default(exampleDomain),
  /** A subdomain of `domain` for the envelope sender, e.g. `bounce.example.com`. */
  mailFrom: domain.optional(),
  /** Root of every link, without a trailing slash; else the API's own address. */
  baseUrl: z
    .url({ protocol: /^https$/ })
    .refine((url) => !url.endsWith('/'), 'has no trailing slash')
    .optional(),
  /** ARN of a certificate for the host of `baseUrl`, in the region of the stacks: the API answers there. */
  certificate: certificateArn(/[a-z0-9-]+/, 'eu-west-1').optional(),
  /**
   * CloudFront with WAF before the API: `open` while the DNS still moves and the API may be asked directly
   * too, `only` when nothing gets past CloudFront any more.
   */
  edge: z.enum(['off', 'open', 'only']).default('off'),
  /** ARN of a certificate for the host of `baseUrl` in us-east-1, where CloudFront looks for it. */
  edgeCertificate: certificateArn(/us-east-1/, 'us-east-1').optional(),
  /** Where the stacks are; CloudFront's rules live in another region, so with `edge` it must be known. */
  region: z.string().optional(),
  /** Senders woken each minute, each with shards of the due index. They share one rate: more help a high one. */
  sendWorkers: z.coerce.number().int().min(1).max(4).default(1),
  /** MB of a sender. 1,769 are a whole processor: enough for some two hundred mails a second. */
  senderMemory: z.coerce
    .number()
    .int()
    .min(functions['nurture-send'].memoryMb)
    .max(3_008)
    .default(functions['nurture-send'].memoryMb),
  /** Who is told when an alarm goes off; SNS asks that person to confirm. */
  alarmEmail: z.email().optional(),
  /** US dollars a month for the whole account: told at 80 %, and when the forecast passes it. 0: no budget. */
  monthlyBudget: z.coerce.number().min(0).default(50),
  /** Reads and writes a second that the table bears at once, paid once: `24000,8000`. Without: 12000,4000. */
  warmThroughput: list
    .transform(([reads, writes, ...more]) => ({ reads: Number(reads), writes: Number(writes), more }))
    .pipe(
      z.object({
        reads: z.int().min(12_000),
        writes: z.int().min(4_000),
        more: z.array(z.never()).transform(() => undefined),
      }),
    )
    .transform(({ reads, writes }) => ({ reads, writes }))
    .optional(),
  /** Ids of the link keys, newest first: the first signs, the others still verify. */
  linkKeys: list
    .pipe(z.array(z.string().regex(/^[a-z0-9]{1,8}$/)))
    .refine((ids) => new Set(ids).size === ids.length, 'names a key twice')
    .default(['k1']),
  /** Lets SES put a tracking image in mails to those who agreed to be tracked, and report opens. */
  openTracking: z.union([z.boolean(), z.stringbool()]).default(false),
  /** Addresses that may be mailed while the account is in the SES sandbox. */
  testRecipients: list.pipe(z.array(z.email())).default([]),
  /** ARN of the secret that holds an earlier deployment's id key, for a table whose leads it has named. */
  idKey: arn(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+-\w{6}$/,
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:IdKey…-AbCdEf',
  ).optional(),
  /** ARN of the stream of a restored table: the app runs on that table, not on its data stack's. */
  restoredStream: arn(
    /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[\w:.-]+$/,
    'arn:aws:dynamodb:eu-west-1:111122223333:table/restored/stream/2026-11-22T10:00:00.000',
  ).optional(),
  /** The folder that holds `<name>/index.mjs` of every function. */
  bundles: z.string().default('dist'),
});

/** What a deployment may choose, each with `-c name=value` or under `context` in cdk.json. */
export const settingsSchema = choices.transform((chosen, { addIssue }) => {
  const { edge: mode, baseUrl, certificate, edgeCertificate, region, ...rest } = chosen;
  const needed = {
    ...(certificate ? { baseUrl } : {}),
    ...(mode === 'off' ? {} : { baseUrl, edgeCertificate, region }),
  };
  for (const [name, value] of Object.entries(needed)) {
    if (!value) addIssue({ code: 'custom', path: [name], message: 'is needed with what else was chosen' });
  }
  return {
    ...rest,
    ...(baseUrl ? { baseUrl } : {}),
    /** The API's own host name. */
    ...(baseUrl && certificate ? { host: { name: new URL(baseUrl).hostname, certificate } } : {}),
    /** CloudFront before it; `only`: nothing gets past. */
    ...(mode !== 'off' && baseUrl && edgeCertificate && region
      ? {
          edge: {
            only: mode === 'only',
            name: new URL(baseUrl).hostname,
            certificate: edgeCertificate,
            region,
          },
        }
      : {}),
  };
});
export type Settings = z.infer<typeof settingsSchema>;
export const settingNames = Object.keys(choices.shape);

/** Reads the settings from the CDK context. Throws a ZodError that names the setting at fault. */
export function readSettings(node: Node): Settings {
  const given = settingNames.map((name) => [name, node.tryGetContext(name)]);
  return settingsSchema.parse({
    region: process.env.CDK_DEFAULT_REGION,
    ...present(Object.fromEntries(given)),
  });
}

const present = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
