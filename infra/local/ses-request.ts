import * as z from 'zod';
import { SesError } from './ses-faults.ts';

const printable = /^[\x20-\x7e]*$/;
const tagPart = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/);
const address = z.string().regex(/^[\x20-\x7e]*@[\x20-\x7e]+$/, 'is not an address that SES can send to');
const feature = z.enum(['ENABLED', 'DISABLED']);
const addresses = z.array(address).default([]);

const Header = z
  .object({
    Name: z
      .string()
      .max(126)
      .regex(/^[\x21-\x39\x3b-\x7e]+$/),
    Value: z.string().max(995).regex(printable),
  })
  .refine(({ Name, Value }) => Name.length + Value.length <= 996, 'is longer than 996 characters');

/** The rules of SES that its local stand-in leaves out. */
const SendEmail = z.object({
  FromEmailAddress: address,
  Destination: z
    .object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .transform(({ ToAddresses, CcAddresses, BccAddresses }) => [
      ...ToAddresses,
      ...CcAddresses,
      ...BccAddresses,
    ])
    .refine((all) => all.length >= 1 && all.length <= 50, 'takes 1 to 50 recipients'),
  Content: z.object({
    Simple: z
      .object({ Subject: z.object({ Data: z.string() }), Headers: z.array(Header).max(15).optional() })
      .optional(),
  }),
  EmailTags: z.array(z.object({ Name: tagPart, Value: tagPart })).default([]),
  ConfigurationSetName: z.string().optional(),
  ConfigurationOverrides: z
    .object({
      Tracking: z
        .object({ OpenTrackingEnabled: feature, ClickTrackingEnabled: feature })
        .partial()
        .optional(),
    })
    .default({}),
});

export type SendRequest = {
  to: string[];
  subject: string;
  tags: Record<string, string>;
  configurationSet: string | undefined;
  tracking: Tracking;
};

/** What the request says of tracking; what it leaves out is as the configuration set has it. */
export type Tracking = { opens?: 'ENABLED' | 'DISABLED'; clicks?: 'ENABLED' | 'DISABLED' };

/** Reads a SendEmail request. Throws SesError when SES would refuse it. */
export function readSendRequest(body: string): SendRequest {
  const parsed = SendEmail.safeParse(toJson(body));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SesError('BadRequestException', `${issue?.path.join('.')} ${issue?.message}`);
  }
  const { Destination, Content, EmailTags, ConfigurationSetName, ConfigurationOverrides } = parsed.data;
  const { OpenTrackingEnabled: opens, ClickTrackingEnabled: clicks } = ConfigurationOverrides.Tracking ?? {};
  return {
    to: Destination,
    subject: Content.Simple?.Subject.Data ?? '',
    tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value])),
    configurationSet: ConfigurationSetName,
    tracking: { ...(opens ? { opens } : {}), ...(clicks ? { clicks } : {}) },
  };
}

function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
