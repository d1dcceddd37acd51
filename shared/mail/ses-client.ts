import { SESv2Client } from '@aws-sdk/client-sesv2';
import type { MailerOptions } from './ses.ts';

export type SesClientOptions = Omit<MailerOptions, 'configurationSet'>;

/** A client for all but sending: a question that SES does not answer in time is asked once more. */
export function openSesClient(options: SesClientOptions): SESv2Client {
  const { requestTimeout = 4_000, connectionTimeout = 2_000, ...client } = options;
  return new SESv2Client({
    ...client,
    // SES takes one of most of these a second.
    maxAttempts: 2,
    requestHandler: { requestTimeout, connectionTimeout, throwOnRequestTimeout: true },
  });
}
