import { fail, pass, type Verdict, warn } from './check.ts';
import { dmarcOf } from './dmarc.ts';
import { organisationalDomain } from './dns-name.ts';
import type { SenderFacts } from './facts.ts';
import { unidentified } from './silence.ts';

/** RFC 7489 §3.1: strict is the same domain, relaxed the same organisation. */
const isAligned = (from: string, other: string, strict: boolean): boolean =>
  strict ? from === other : organisationalDomain(from) === organisationalDomain(other);

/** Does the domain in From stand in the signature, or in the envelope? One is asked for; both hold better. */
export function checkAlignment(facts: SenderFacts, spf: Verdict, dkim: Verdict): Verdict {
  const { domain, identity } = facts;
  if (typeof identity === 'string') return unidentified(identity, domain);
  const record = dmarcOf(facts);
  const mailFrom = identity.mailFrom;
  const envelope = mailFrom?.status === 'SUCCESS' ? mailFrom.domain : undefined;
  const isSame = identity.domain === domain && (envelope === undefined || envelope === domain);
  // Whether it is strict, only the DNS knows; it matters when a domain is not the very same.
  if (typeof record === 'object' && 'status' in record && !isSame) return record;
  const { strictDkim, strictSpf } =
    typeof record === 'object' && 'strictDkim' in record ? record : { strictDkim: false, strictSpf: false };

  const byDkim =
    dkim.status !== 'fail' && identity.dkim.enabled && isAligned(domain, identity.domain, strictDkim);
  const bySpf = spf.status !== 'fail' && envelope !== undefined && isAligned(domain, envelope, strictSpf);
  if (byDkim && bySpf)
    return pass(`Signature (${identity.domain}) and envelope (${envelope}) both stand for ${domain}.`);
  if (byDkim) {
    return warn(
      `The signature stands for ${domain}, which is enough; the envelope (${envelope ?? 'amazonses.com'}) does not.`,
      strictSpf && envelope
        ? 'Let the DMARC record ask for relaxed alignment: "aspf=r".'
        : 'Set up a MAIL FROM domain of your own: see mail_from.',
    );
  }
  if (bySpf) {
    return warn(
      `The envelope (${envelope}) stands for ${domain}, the signature does not: a forwarded mail then fails DMARC.`,
      strictDkim ? 'Let the DMARC record ask for relaxed alignment: "adkim=r".' : 'Mend DKIM: see dkim.',
    );
  }
  return fail(
    `Neither signature nor envelope stands for ${domain}: its mails fail DMARC.`,
    'Mend DKIM first (see dkim), then MAIL FROM.',
  );
}
