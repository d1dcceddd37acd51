import roles from 'role-based-email-addresses';
import { isRoleAddress } from '../../domain/signup/role-address.ts';

const listed = new Set(roles);

/** A shared or automatic mailbox, by our own words in four languages and by a longer list of others. */
export const isRoleMailbox = (email: string): boolean =>
  isRoleAddress(email) || listed.has(email.slice(0, email.lastIndexOf('@')).toLowerCase());
