import { checkSender as judge } from '../../domain/deliverability/check-sender.ts';
import {
  type Dns,
  type DnsAnswer,
  isDnsName,
  isReserved,
  organisationalDomain,
  upToOrganisation,
} from '../../domain/deliverability/dns-name.ts';
import type { Identity, MailFacts, SenderFacts } from '../../domain/deliverability/facts.ts';
import { KweekError } from '../../domain/kweek-error.ts';
import type { PublishedConfig } from '../../domain/programme/config.ts';
import { domainOf } from '../../domain/signup/email-domain.ts';
import { compose } from '../../mail/compose.ts';
import { sampleOrder } from '../../mail/sample-order.ts';
import type { SesFacts } from '../../mail/ses-facts.ts';
import type { Context } from '../context.ts';
import { readConfig } from '../programme/publish-config.ts';

/** The programme's own sender; no slug can be it. */
export const OWN_SENDER = '_own';

export interface CheckTools {
  ses: SesFacts;
  dns: Dns;
  /** Root of links, where the settings name no other. */
  baseUrl: string;
}

/**
 * Whether mails of a sender (`_own`, or its slug) arrive, check by check. Asks SES, and the DNS about the
 * sender's own domain alone. Throws `not_found`.
 */
export async function checkSender(context: Context, tools: CheckTools, id: string) {
  const config = await readConfig(context);
  const email = config && emailOf(config, id);
  if (!config || email === undefined) throw new KweekError('not_found', 'There is no such sender.');
  const domain = domainOf(email);
  const now = context.clock.now().machine;
  const facts = await gather(domain, tools, composeOne(config, id, tools.baseUrl, now));
  return { email, domain, checks: judge(facts) };
}

function emailOf({ settings }: PublishedConfig, id: string): string | undefined {
  if (id === OWN_SENDER) return settings.sender.email;
  return Object.hasOwn(settings.senders, id) ? settings.senders[id]?.email : undefined;
}

async function gather(
  domain: string,
  { ses, dns }: CheckTools,
  mail: MailFacts | undefined,
): Promise<SenderFacts> {
  const organisation = organisationalDomain(domain);
  const ask = asker(organisation);
  const [account, dmarc, above, [identity, mailFromTxt, mailFromMx, dkimKeys]] = await Promise.all([
    ses.account(),
    ask(`_dmarc.${domain}`, dns.txt),
    organisation === domain ? [] : ask(`_dmarc.${organisation}`, dns.txt),
    identify(domain, ses).then(async (found) => {
      if (typeof found === 'string') return [found, [], [], []] as const;
      const from = found.mailFrom?.domain;
      const { easy, tokens } = found.dkim;
      const keys = tokens.slice(0, 3).map((token) => `${token.toLowerCase()}._domainkey.${found.domain}`);
      return Promise.all([
        found,
        from === undefined ? [] : ask(from, dns.txt),
        from === undefined ? [] : ask(from, dns.mx),
        Promise.all(keys.map((name) => ask(name, easy ? dns.cname : dns.txt))),
      ]);
    }),
  ]);
  return {
    domain,
    identity,
    account,
    mail,
    mailFromTxt,
    mailFromMx,
    dkimKeys,
    dmarc,
    organisationDmarc: above,
  };
}

/** Whatever anybody answers, nothing outside the sender's organisation is looked up. */
const asker =
  (organisation: string) =>
  async <T>(name: string, lookUp: (name: string) => Promise<DnsAnswer<T>>): Promise<DnsAnswer<T>> => {
    if (isReserved(name)) return 'reserved';
    const isOurs = name === organisation || name.endsWith(`.${organisation}`);
    return isOurs && isDnsName(name) ? lookUp(name) : [];
  };

/** The nearest domain that SES knows: it covers those below it. */
async function identify(domain: string, ses: SesFacts): Promise<Identity> {
  let found: Identity = 'missing';
  for (const one of upToOrganisation(domain)) {
    const identity = await ses.identity(one);
    if (typeof identity === 'object') return identity;
    if (identity === 'unreachable' || found === 'missing') found = identity;
    if (identity === 'unreachable') break;
  }
  return found;
}

/** A mail of the sender that one can unsubscribe from, by the composer that every mail goes through. */
function composeOne(
  config: PublishedConfig,
  id: string,
  baseUrl: string,
  now: number,
): MailFacts | undefined {
  const lead = { email: 'an@lindeveld.example', fields: {}, language: config.settings.languages[0] ?? 'en' };
  for (const [slug, template] of Object.entries(config.templates)) {
    if (template.kind === 'confirmation' || (template.sender ?? OWN_SENDER) !== id) continue;
    const composed = compose(sampleOrder(config, slug, template, lead, { baseUrl, now }));
    if (composed.ok)
      return { template: slug, headers: composed.message.headers, html: composed.message.html };
  }
  return undefined;
}
