import { Aws, CfnOutput, CfnRule, Fn } from 'aws-cdk-lib';
import { DkimIdentity, EasyDkimSigningKeyLength, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { exampleDomain, type Settings } from './settings.ts';

type Chosen = Pick<Settings, 'domain' | 'mailFrom' | 'testRecipients'>;

/**
 * The domain that mail is sent from, and the addresses that may be mailed in the sandbox. Answers the
 * ARNs that a sender needs: in the sandbox SES asks for permission on the recipient's identity too.
 */
export function createIdentity(scope: Construct, { domain, mailFrom, testRecipients }: Chosen): string[] {
  // A deployment that forgot its domain would replace the verified one; CloudFormation refuses it first.
  if (domain === exampleDomain) {
    new CfnRule(scope, 'DomainIsChosen', {
      assertions: [
        {
          assert: Fn.conditionNot(Fn.conditionEquals(domain, exampleDomain)),
          assertDescription: 'Name the domain that mail is sent from: -c domain=example.org',
        },
      ],
    });
  }
  const sender = new EmailIdentity(scope, 'Sender', {
    identity: Identity.domain(domain),
    dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
    ...(mailFrom ? { mailFromDomain: mailFrom } : {}),
  });
  sender.dkimRecords.forEach((record, index) => {
    new CfnOutput(scope, `Dkim${index + 1}`, {
      description: `DNS record that proves to SES that ${domain} is yours.`,
      value: `${record.name} CNAME ${record.value}`,
    });
  });
  if (mailFrom) {
    new CfnOutput(scope, 'MailFromMx', {
      description: `DNS record that brings bounces for ${mailFrom} back to SES.`,
      value: `${mailFrom} MX 10 feedback-smtp.${Aws.REGION}.amazonses.com`,
    });
    new CfnOutput(scope, 'MailFromSpf', {
      description: `DNS record that lets SES send as ${mailFrom}.`,
      value: `${mailFrom} TXT "v=spf1 include:amazonses.com ~all"`,
    });
  }
  new CfnOutput(scope, 'Dmarc', {
    description: 'DNS record that large mailbox providers ask for; keep your own when you have one.',
    value: `_dmarc.${domain} TXT "v=DMARC1; p=none"`,
  });
  const recipients = testRecipients.map(
    (address, index) =>
      new EmailIdentity(scope, `TestRecipient${index + 1}`, { identity: Identity.email(address) }),
  );
  return [sender, ...recipients].map((identity) => identity.emailIdentityArn);
}
