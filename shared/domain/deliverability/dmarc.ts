import { fail, pass, type Verdict, warn } from './check.ts';
import { organisationalDomain } from './dns-name.ts';
import type { SenderFacts } from './facts.ts';
import { silence } from './silence.ts';

/** RFC 7489 §6.3. */
export interface DmarcRecord {
  /** Where it stands. */
  domain: string;
  /** What is asked of receivers; undefined when it is none of the three. */
  policy: 'none' | 'quarantine' | 'reject' | undefined;
  reports: boolean;
  strictDkim: boolean;
  strictSpf: boolean;
}

type Published = Pick<SenderFacts, 'domain' | 'dmarc' | 'organisationDmarc'>;

/** RFC 7489 §6.6.3: the domain's own record, else that of its organisation; of several, none. */
export function dmarcOf({
  domain,
  dmarc,
  organisationDmarc,
}: Published): DmarcRecord | 'several' | Verdict | undefined {
  const organisation = organisationalDomain(domain);
  for (const [at, answer] of [
    [domain, dmarc],
    [organisation, organisationDmarc],
  ] as const) {
    const quiet = silence(answer, `_dmarc.${at}`);
    if (quiet) return quiet;
    const records = (answer as readonly string[]).filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));
    if (records.length > 1) return 'several';
    if (records[0] !== undefined) return parse(records[0], at, at !== domain);
  }
  return undefined;
}

export function checkDmarc(facts: Published): Verdict {
  const record = dmarcOf(facts);
  const add = `Add _dmarc.${organisationalDomain(facts.domain)} TXT "v=DMARC1; p=none".`;
  if (record === undefined)
    return fail(`${facts.domain} has no DMARC record; Gmail, Yahoo and Outlook ask for one.`, add);
  if (record === 'several')
    return fail('There are several DMARC records; receivers then heed none.', 'Leave one of them.');
  if ('status' in record) return record;
  const { domain, policy, reports } = record;
  const mend = `Give the record of ${domain} a "p" of none, quarantine or reject, right after the version.`;
  if (policy === undefined && !reports)
    return fail(`The DMARC record of ${domain} has no policy; receivers heed none of it.`, mend);
  if (policy === undefined)
    return warn(`The DMARC record of ${domain} has no policy; receivers take it for none.`, mend);
  return pass(`${domain} has a DMARC record, with the policy "${policy}".`);
}

function parse(text: string, domain: string, isAbove: boolean): DmarcRecord {
  const tags = new Map(
    text.split(';').map((part) => {
      const [name = '', value = ''] = part.split(/=(.*)/s).map((word) => word.trim());
      return [name.toLowerCase(), value] as const;
    }),
  );
  const said = (isAbove ? tags.get('sp') : undefined) ?? tags.get('p');
  const policy = (['none', 'quarantine', 'reject'] as const).find((one) => one === said?.toLowerCase());
  const isStrict = (tag: string) => tags.get(tag)?.toLowerCase() === 's';
  const reports = /^mailto:\S+@/i.test(tags.get('rua') ?? '');
  return { ...{ domain, policy, reports }, strictDkim: isStrict('adkim'), strictSpf: isStrict('aspf') };
}
