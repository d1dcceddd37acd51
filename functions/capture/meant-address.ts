import { meantDomain } from '../../shared/domain/signup/domain-typo.ts';
import { domainOf } from '../../shared/domain/signup/email-domain.ts';

/** The address that was probably meant, where a common mail domain was mistyped. */
export function meantAddress(email: string): string | undefined {
  const meant = meantDomain(domainOf(email));
  return meant && `${email.slice(0, email.lastIndexOf('@'))}@${meant}`;
}
