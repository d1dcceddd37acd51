import { fail, pass, type Verdict, warn } from './check.ts';
import type { SenderFacts } from './facts.ts';
import { silence, unidentified } from './silence.ts';

const feedback = /^feedback-smtp\.[a-z0-9-]+\.amazonses\.com\.?$/i;

/** Do mails leave with an envelope of our own domain, so that SPF aligns? */
export function checkMailFrom({ domain, identity, mailFromMx }: SenderFacts): Verdict {
  if (typeof identity === 'string') return unidentified(identity, domain);
  const { mailFrom } = identity;
  if (!mailFrom) {
    return warn(
      `Mails leave with an envelope of amazonses.com: SPF does not stand for ${domain}.`,
      `Deploy with \`-c mailFrom=bounce.${identity.domain}\`, and add the two records that it prints.`,
    );
  }
  const { domain: from, status, refusesWithoutMx } = mailFrom;
  const add = `Give ${from} exactly one MX record: 10 feedback-smtp.<region>.amazonses.com.`;
  const bad = refusesWithoutMx ? fail : warn;
  const instead = refusesWithoutMx
    ? 'Until then it refuses mails.'
    : 'Until then mails leave with an envelope of amazonses.com.';
  if (status === 'PENDING') return bad(`SES is still looking for the MX record of ${from}. ${instead}`, add);
  if (status !== 'SUCCESS') return bad(`SES does not find the MX record of ${from}. ${instead}`, add);
  const quiet = silence(mailFromMx, from);
  if (quiet) return { ...quiet, detail: `SES says that ${from} works. ${quiet.detail}` };
  const found = mailFromMx as Exclude<typeof mailFromMx, string>;
  const [first] = found;
  if (found.length === 1 && first && feedback.test(first.exchange)) {
    return pass(`Mails leave with the envelope ${from}, and its bounces come back to SES.`);
  }
  return bad(
    `${from} has ${found.length === 0 ? 'no MX record' : 'other MX records'} now: bounces do not come back to SES.`,
    add,
  );
}
