import { unknown, type Verdict } from './check.ts';
import type { DnsAnswer } from './dns-name.ts';
import type { Identity, IdentityFacts } from './facts.ts';

/** Why the DNS told nothing; undefined when it did. */
export function silence(answer: DnsAnswer<unknown>, name: string): Verdict | undefined {
  if (answer === 'reserved') {
    return unknown(
      `Names ending in ${name.slice(name.lastIndexOf('.'))} are for examples and tests; the DNS has none, so it was not asked.`,
      'Nothing here. Check again with the domain that real mail will come from.',
    );
  }
  if (answer === 'unreachable') {
    return unknown(`The DNS did not answer about ${name} in time.`, 'Check again in a minute.');
  }
  return undefined;
}

/** Why SES told nothing of the domain; undefined when it did. */
export function unidentified(identity: Exclude<Identity, IdentityFacts>, domain: string): Verdict {
  if (identity === 'unreachable') {
    return unknown(`SES did not say what it knows of ${domain}.`, 'Check again in a minute.');
  }
  const detail =
    identity === 'missing'
      ? `SES does not know ${domain}: it refuses mails from it.`
      : `This deployment is for another domain: it may neither ask SES about ${domain} nor send from it.`;
  return {
    status: 'fail',
    detail,
    whatToDo: `Deploy with \`-c domain=${domain}\`, or choose a sender of the deployed domain.`,
  };
}
