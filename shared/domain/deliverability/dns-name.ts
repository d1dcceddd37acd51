/**
 * What the DNS says of a name: its records, none of them when there are none. `reserved`: not asked, since
 * nobody can have that name; `unreachable`: asked, and no answer in time.
 */
export type DnsAnswer<T> = readonly T[] | 'reserved' | 'unreachable';

export interface MailExchanger {
  exchange: string;
  priority: number;
}

/** Asks the DNS; never throws. Parts of a TXT record come as one text. */
export interface Dns {
  txt(name: string): Promise<DnsAnswer<string>>;
  cname(name: string): Promise<DnsAnswer<string>>;
  mx(name: string): Promise<DnsAnswer<MailExchanger>>;
}

/** RFC 2606, 6761, 6762, 9476 and ICANN's `internal`: never in the public DNS. */
const reserved = new Set(['example', 'test', 'invalid', 'localhost', 'local', 'internal', 'onion', 'alt']);

/** At least two labels of letters, digits, hyphens (and `_`, for keys and policies), and no number at the end. */
export const isDnsName = (name: string): boolean =>
  name.length <= 253 && /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(name);

export const isReserved = (name: string): boolean => reserved.has(name.slice(name.lastIndexOf('.') + 1));

/** Names right below a country under which the country's people register theirs: `co.uk`, `com.au`. */
const shared = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gov',
  'gouv',
  'net',
  'or',
  'org',
  'ne',
  'go',
  'gv',
  'asso',
]);

/**
 * RFC 7489 §3.2, by rule of thumb instead of the public suffix list: two labels, three below such a suffix. A
 * suffix that the rule does not know makes relaxed alignment look laxer than receivers find it.
 */
export function organisationalDomain(domain: string): string {
  const labels = domain.split('.');
  const [country = '', second = ''] = labels.toReversed();
  return labels.slice(country.length === 2 && shared.has(second) ? -3 : -2).join('.');
}

/** The domain, and those above it that the same people have: where SES may know it. */
export function upToOrganisation(domain: string): string[] {
  const labels = domain.split('.');
  const above = labels.length - organisationalDomain(domain).split('.').length;
  return Array.from({ length: above + 1 }, (_, n) => labels.slice(n).join('.'));
}
