import {
  GetAccountCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import type { AnyMail } from './mail-message.ts';
import { outcomeOfError, type SendOutcome } from './ses-outcome.ts';

/** All optional; region, credentials and endpoint come from the environment. */
export interface MailerOptions {
  /** Without one, SES reports no events. */
  configurationSet?: string;
  /** ms until the answer must be there. */
  requestTimeout?: number;
  connectionTimeout?: number;
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** What SES lets this account send. */
export interface SendingAccount {
  /** Mails a second. */
  maxSendRate: number;
  max24Hour: number;
  sentLast24Hours: number;
  sendingEnabled: boolean;
}

export interface Mailer {
  /** Hands one mail over, once. Never throws, and never repeats: SES would send a second mail. */
  send(message: AnyMail): Promise<SendOutcome>;
  /** Throws an Error whose message is the code alone. */
  account(): Promise<SendingAccount>;
}

export function createMailer(options: MailerOptions = {}): Mailer {
  const { configurationSet, requestTimeout = 10_000, connectionTimeout = 3_000, ...client } = options;
  const ses = new SESv2Client({
    ...client,
    maxAttempts: 1,
    // Without `throwOnRequestTimeout` a time-out is only a line in the log. The socket's own covers a body that stalls.
    requestHandler: {
      requestTimeout,
      connectionTimeout,
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeout,
    },
  });
  return {
    async send(message) {
      try {
        const { MessageId } = await ses.send(new SendEmailCommand(toInput(message, configurationSet)));
        return MessageId
          ? { outcome: 'accepted', messageId: MessageId }
          : { outcome: 'unknown', reason: 'NoMessageId' };
      } catch (error) {
        return outcomeOfError(error);
      }
    },
    async account() {
      try {
        const { SendQuota, SendingEnabled } = await ses.send(new GetAccountCommand({}));
        return {
          maxSendRate: SendQuota?.MaxSendRate ?? 0,
          max24Hour: SendQuota?.Max24HourSend ?? 0,
          sentLast24Hours: SendQuota?.SentLast24Hours ?? 0,
          sendingEnabled: SendingEnabled ?? false,
        };
      } catch (error) {
        const outcome = outcomeOfError(error);
        throw new Error(`GetAccount: ${outcome.outcome === 'accepted' ? '' : outcome.reason}`);
      }
    },
  };
}

function toInput(message: AnyMail, configurationSet: string | undefined): SendEmailCommandInput {
  const utf8 = (data: string) => ({ Data: data, Charset: 'UTF-8' });
  return {
    FromEmailAddress: message.from,
    Destination: { ToAddresses: [message.to] },
    ...(message.replyTo ? { ReplyToAddresses: [message.replyTo] } : {}),
    Content: {
      Simple: {
        Subject: utf8(message.subject),
        Body: { Html: utf8(message.html), Text: utf8(message.text) },
        Headers: Object.entries(message.headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
    EmailTags: Object.entries(message.tags).map(([Name, Value]) => ({ Name, Value })),
    ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
    // Links are ours and signed; SES would lead them through its own host.
    ConfigurationOverrides: {
      Tracking: {
        ClickTrackingEnabled: 'DISABLED',
        ...(message.mayTrack ? {} : { OpenTrackingEnabled: 'DISABLED' }),
      },
    },
  };
}
