/** What stands after the last @, in lower case; empty when there is none. */
export const domainOf = (email: string): string =>
  email.includes('@') ? email.slice(email.lastIndexOf('@') + 1).toLowerCase() : '';

/** Is the domain one of these, or below one of them? */
export const isUnder = (domain: string, domains: readonly string[]): boolean =>
  domains.some((one) => {
    const parent = one.toLowerCase();
    return domain === parent || domain.endsWith(`.${parent}`);
  });
