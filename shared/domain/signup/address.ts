import { isNeverNurtured, isRoleAddress } from './role-address.ts';

export interface Address {
  /** What mail is sent to: the local part as typed, the domain in lower-case ASCII. */
  typed: string;
  /** The person's identity: `typed` in lower case. */
  key: string;
  /** Gmail delivers all spellings to one box: a hint for abuse and "possible duplicate", never an identity. */
  dupHint?: string;
  isRole: boolean;
  neverNurtured: boolean;
}

export type AddressProblem = 'email_missing' | 'email_invalid' | 'email_not_deliverable';

export type AddressReading =
  | { ok: true; address: Address }
  | { ok: false; code: AddressProblem; detail: string };

const MAX_LOCAL = 64;
// SMTP's limit on the whole; with it the domain's own 255 can never be reached.
const MAX_TOTAL = 254;

/** Zero-width and direction marks that come along when an address is copied from a page or a mail. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const dotAtom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const quoted = /^"([\x20\x21\x23-\x5B\x5D-\x7E]|\\[\x20-\x7E])*"$/;

/** Reads an email address as a person typed it or a client posted it. Never throws. */
export function readAddress(input: unknown): AddressReading {
  if (input === undefined || input === null) return missing;
  if (typeof input !== 'string') return invalid('An email address is a text.');
  const text = input.replace(invisible, '').trim().normalize('NFC');
  if (text === '') return missing;
  if (/\p{Cc}/u.test(text)) return invalid('An email address has no line breaks or control characters.');
  const [local, domainAsTyped, ...more] = text.split('@');
  if (!local || !domainAsTyped || more.length > 0) {
    return invalid('An email address has one "@" with something on both sides.');
  }
  const domain = asciiDomain(domainAsTyped.replace(/\.$/, ''));
  if (domain === undefined) return invalid('What follows the "@" is not the name of a mail domain.');
  if (/[^\x20-\x7E]/.test(local)) {
    return refuse('email_not_deliverable', 'We cannot send to letters outside a-z before the "@".');
  }
  if (!dotAtom.test(local) && !quoted.test(local)) {
    return invalid('What stands before the "@" has characters that an email address cannot have.');
  }
  if (local.length > MAX_LOCAL) return invalid(`What stands before the "@" is longer than ${MAX_LOCAL}.`);
  const typed = `${local}@${domain}`;
  if (typed.length > MAX_TOTAL) return invalid(`An email address is at most ${MAX_TOTAL} characters long.`);
  const dupHint = duplicateHint(local, domain);
  return {
    ok: true,
    address: {
      typed,
      key: typed.toLowerCase(),
      ...(dupHint !== undefined && { dupHint }),
      isRole: isRoleAddress(typed),
      neverNurtured: isNeverNurtured(typed),
    },
  };
}

/** The domain in lower-case ASCII (UTS 46, as browsers do it), or undefined when mail cannot have it. */
function asciiDomain(typed: string): string | undefined {
  // Anything else in ASCII would be a port, a path or an escape to the URL parser.
  if (/[^A-Za-z0-9.\-\u0080-\u{10FFFF}]/u.test(typed)) return undefined;
  // A label that is ASCII already stays as it is: whether an `xn--…` says anything, Node's versions disagree.
  const domain = /[^\0-\x7F]/.test(typed) ? hostOf(typed) : typed.toLowerCase();
  const labels = domain?.split('.') ?? [];
  if (labels.length < 2 || !labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label))) {
    return undefined;
  }
  // "1.2.3.4" is a machine, not a mail domain.
  return /^(?=.*[a-z])..+$/.test(labels.at(-1) ?? '') ? domain : undefined;
}

function hostOf(domain: string): string | undefined {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return undefined;
  }
}

function duplicateHint(local: string, domain: string): string | undefined {
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return undefined;
  return `${local.toLowerCase().replace(/\+.*$/, '').replaceAll('.', '')}@gmail.com`;
}

function refuse(code: AddressProblem, detail: string): AddressReading {
  return { ok: false, code, detail };
}

const invalid = (detail: string): AddressReading => refuse('email_invalid', detail);
const missing = refuse('email_missing', 'An email address is needed.');
