import type { DnsAnswer, MailExchanger } from './dns-name.ts';

/** The account as SES describes it. */
export interface AccountFacts {
  productionAccess: boolean;
  sendingEnabled: boolean;
  /** `HEALTHY`, `PROBATION` or `SHUTDOWN`. */
  enforcement: string;
  /** Mails in 24 hours; -1: any number. */
  max24Hour: number;
  sentLast24Hours: number;
}

/** A domain as SES knows it. */
export interface IdentityFacts {
  /** That of the sender, or one above it. */
  domain: string;
  dkim: {
    enabled: boolean;
    /** `SUCCESS`, `PENDING`, `FAILED`, `TEMPORARY_FAILURE` or `NOT_STARTED`. */
    status: string;
    /** Whether the keys are SES's (Easy DKIM) or were brought. */
    easy: boolean;
    /** Selectors. */
    tokens: readonly string[];
    bits?: number;
  };
  mailFrom?: {
    domain: string;
    /** As with DKIM. */
    status: string;
    /** Without its MX, mails are refused, or leave with SES's own domain. */
    refusesWithoutMx: boolean;
  };
}

/** `missing`: SES does not know it; `forbidden`: we may not ask about it, nor send from it. */
export type Identity = IdentityFacts | 'missing' | 'forbidden' | 'unreachable';

/** What a mail that leads could unsubscribe by says of it. */
export interface MailFacts {
  template: string;
  headers: Readonly<Record<string, string>>;
  html: string;
}

/** All that a sender is judged by. */
export interface SenderFacts {
  /** What stands after the @ of its address, in lower case. */
  domain: string;
  identity: Identity;
  account: AccountFacts | undefined;
  /** None: the sender has no mail that can be unsubscribed from, or it cannot be composed. */
  mail: MailFacts | undefined;
  /** Of the own MAIL FROM domain; empty without one. */
  mailFromTxt: DnsAnswer<string>;
  mailFromMx: DnsAnswer<MailExchanger>;
  /** One for each of the selectors: CNAME of SES's keys, TXT of brought ones. */
  dkimKeys: readonly DnsAnswer<string>[];
  /** TXT of `_dmarc.` before the domain, and before the organisational one. */
  dmarc: DnsAnswer<string>;
  organisationDmarc: DnsAnswer<string>;
}
