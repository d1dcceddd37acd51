import { fail, pass, type Verdict, warn } from './check.ts';
import type { SenderFacts } from './facts.ts';
import { silence, unidentified } from './silence.ts';

const ses = 'amazonses.com';
/** RFC 7208 §4.6.4: mechanisms that cost a look-up, of which there may be ten. */
const MAX_LOOKUPS = 10;
const lookups = /^(include|a|mx|ptr|exists)(?=[:/]|$)/i;
/** RFC 7208 §12, as far as a typing error shows. */
const term =
  /^[+?~-]?(all|include:\S+|exists:\S+|(a|mx|ptr)([:/]\S+)?|ip4:[\d./]+|ip6:[\da-f:./]+)$|^[a-z][a-z0-9._-]*=\S*$/i;

/** RFC 7208: may SES send as the domain of the envelope? Only the domain's own record is read, no included one. */
export function checkSpf({ domain, identity, mailFromTxt }: SenderFacts): Verdict {
  if (typeof identity === 'string') return unidentified(identity, domain);
  const from = identity.mailFrom?.domain;
  if (from === undefined) {
    return pass(
      `The envelope is ${ses}'s, whose SPF record is SES's own. It does not name ${domain}: see alignment.`,
    );
  }
  const quiet = silence(mailFromTxt, from);
  if (quiet) return quiet;
  return judgeSpf(from, mailFromTxt as readonly string[]);
}

function judgeSpf(domain: string, txt: readonly string[]): Verdict {
  const records = txt.filter((text) => /^v=spf1( |$)/i.test(text));
  const [record] = records;
  const set = `Make the one SPF record of ${domain} TXT "v=spf1 include:${ses} ~all".`;
  if (record === undefined) return fail(`${domain} has no SPF record.`, set);
  if (records.length > 1)
    return fail(`${domain} has ${records.length} SPF records; more than one is an error.`, set);

  const terms = record.split(/ +/).slice(1).filter(Boolean);
  const wrong = terms.find((one) => !term.test(one));
  if (wrong !== undefined)
    return fail(`The SPF record of ${domain} has a part that is none: "${wrong.slice(0, 60)}".`, set);
  const allAt = terms.findIndex((one) => /^[+?~-]?all$/i.test(one));
  const read = allAt < 0 ? terms : terms.slice(0, allAt);
  const redirect = allAt < 0 ? read.find((one) => /^redirect=/i.test(one)) : undefined;
  const cost = read.filter((one) => lookups.test(one.replace(/^[+?~-]/, ''))).length + (redirect ? 1 : 0);
  if (cost > MAX_LOOKUPS) {
    return fail(
      `The SPF record of ${domain} takes ${cost} look-ups; more than ${MAX_LOOKUPS} are an error.`,
      set,
    );
  }
  if (/^\+?all$/i.test(terms[allAt] ?? '')) {
    return warn(
      `The SPF record of ${domain} lets the whole world send as it.`,
      `End it with "~all" instead.`,
    );
  }
  const named = read.find((one) => one.replace(/^[+?~-]/, '').toLowerCase() === `include:${ses}`);
  if (named !== undefined && !/^[?~-]/.test(named))
    return pass(`The SPF record of ${domain} lets SES send as it.`);
  if (redirect?.toLowerCase() === `redirect=${ses}`) return pass(`The SPF record of ${domain} is SES's own.`);
  if (named === undefined && (redirect || read.some((one) => /^\+?include:/i.test(one)))) {
    return warn(
      `The SPF record of ${domain} does not name ${ses} itself. A record that it includes might; those are not read.`,
      `Put include:${ses} into it, before "all".`,
    );
  }
  return fail(
    `The SPF record of ${domain} does not let SES send as it.`,
    `Put include:${ses} into it, before "all".`,
  );
}
