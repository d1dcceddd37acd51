import { disposableEmailBlocklist } from 'disposable-email-domains-js';
import providers from 'email-providers/all.json' with { type: 'json' };
import type { AddressKind } from '../../domain/lead/lead.ts';
import { isUnder } from '../../domain/signup/email-domain.ts';

const disposable = disposableEmailBlocklist();

/**
 * What the lists of others say of a domain and those above it. Throw-away mail goes first: lists of free
 * mail count it too. Ten thousands of names: loaded where leads are visited, never where they sign up.
 */
export function kindOfDomain(domain: string): AddressKind | undefined {
  if (isUnder(domain, disposable)) return 'disposable';
  return isUnder(domain, providers) ? 'free' : undefined;
}
