import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  type GetEmailIdentityCommandOutput,
} from '@aws-sdk/client-sesv2';
import type { AccountFacts, Identity, IdentityFacts } from '../domain/deliverability/facts.ts';
import { openSesClient, type SesClientOptions } from './ses-client.ts';

/** What SES says of the account and its domains; only ever reads, and never throws. */
export interface SesFacts {
  account(): Promise<AccountFacts | undefined>;
  identity(domain: string): Promise<Identity>;
}

export function openSesFacts(options: SesClientOptions = {}): SesFacts {
  const ses = openSesClient(options);
  return {
    async account() {
      try {
        const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus, SendQuota } = await ses.send(
          new GetAccountCommand({}),
        );
        return {
          productionAccess: ProductionAccessEnabled ?? false,
          sendingEnabled: SendingEnabled ?? false,
          enforcement: EnforcementStatus ?? '',
          max24Hour: SendQuota?.Max24HourSend ?? 0,
          sentLast24Hours: SendQuota?.SentLast24Hours ?? 0,
        };
      } catch {
        return undefined;
      }
    },
    async identity(domain) {
      try {
        return identityOf(domain, await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain })));
      } catch (error) {
        const { name } = error as { name?: string };
        if (name === 'NotFoundException') return 'missing';
        return name === 'AccessDeniedException' ? 'forbidden' : 'unreachable';
      }
    },
  };
}

function identityOf(domain: string, told: GetEmailIdentityCommandOutput): IdentityFacts {
  const { DkimAttributes: dkim, MailFromAttributes: from } = told;
  const bits = Number(/^RSA_(\d+)_BIT$/.exec(dkim?.CurrentSigningKeyLength ?? '')?.[1]);
  return {
    domain,
    dkim: {
      enabled: dkim?.SigningEnabled ?? false,
      status: dkim?.Status ?? 'NOT_STARTED',
      easy: dkim?.SigningAttributesOrigin !== 'EXTERNAL',
      tokens: dkim?.Tokens ?? [],
      ...(bits ? { bits } : {}),
    },
    ...(from?.MailFromDomain
      ? {
          mailFrom: {
            domain: from.MailFromDomain.toLowerCase(),
            status: from.MailFromDomainStatus ?? 'PENDING',
            refusesWithoutMx: from.BehaviorOnMxFailure === 'REJECT_MESSAGE',
          },
        }
      : {}),
  };
}
