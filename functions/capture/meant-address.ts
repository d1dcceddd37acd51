import { meantDomain } from '../../shared/domain/domain-typo.ts';
import { domainOf } from '../../shared/domain/email-domain.ts';

/** The address that was probably meant, where a common mail domain was mistyped. */
export function meantAddress(email: string): string | undefined {
  const meant = meantDomain(domainOf(email));
  return meant && `${email.slice(0, email.lastIndexOf('@'))}@${meant}`;
}
