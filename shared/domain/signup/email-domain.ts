const domainSets = new WeakMap<readonly string[], Set<string>>();

/** What stands after the last @, in lower case; empty when there is none. */
export const domainOf = (email: string): string =>
  email.includes('@') ? email.slice(email.lastIndexOf('@') + 1).toLowerCase() : '';

/** Is the domain one of these, or below one of them? */
export function isUnder(domain: string, domains: readonly string[]): boolean {
  const set = domainSets.get(domains) ?? new Set(domains.map((one) => one.toLowerCase()));
  domainSets.set(domains, set);
  const labels = domain.split('.');
  return labels.some((_, n) => set.has(labels.slice(n).join('.')));
}
