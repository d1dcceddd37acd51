import type { Happening } from '../lead/timeline-view.ts';

/** That somebody agreed to something, or did not, and how that is known (domain brief §6.7). Never changed, only added to. */
export interface ConsentRecord {
  purpose: 'marketing' | 'tracking';
  granted: boolean;
  /** When it was said; times are ISO 8601, UTC. */
  at: string;
  /** Id and version of the words, and the SHA-256 of all of them as they were shown. */
  text?: string;
  textHash?: string;
  language?: string;
  form?: string;
  page?: string;
  ip?: string;
  userAgent?: string;
  method?: string;
  /** The double opt-in that this waited for; `confirmedAt` absent: not confirmed. */
  doubleOptIn?: {
    sentAt?: string;
    messageId?: string;
    confirmedAt?: string;
    ip?: string;
    userAgent?: string;
    tokenHash?: string;
  };
  withdrawnAt?: string;
  /** What withdrew it. */
  withdrawnBy?: string;
}

const purposes = ['marketing', 'tracking'] as const;

/** The consent records of one life out of its timeline (in whatever order), the oldest first. */
export function consentRecords(timeline: readonly Happening[]): ConsentRecord[] {
  const records: ConsentRecord[] = [];
  for (const one of timeline.toSorted(byTime)) {
    if (one.type === 'form.submitted') records.push(...asked(one));
    if (one.type === 'email.sent' && one.class === 'confirmation') noteSent(records, one);
    if (one.type === 'lead.confirmed') noteConfirmed(records, one);
    for (const purpose of withdrawn(one)) noteWithdrawn(records, purpose, one);
  }
  return records;
}

const byTime = (a: Happening, b: Happening) =>
  a.at.localeCompare(b.at) || (a.version ?? 0) - (b.version ?? 0);

function asked({ at, form, page, consent }: Happening): ConsentRecord[] {
  const proof = object(consent);
  return purposes.flatMap((purpose) => {
    const shown = object(proof[purpose]);
    if (typeof shown.granted !== 'boolean') return [];
    const waits = shown.granted && String(proof.method).includes('to be confirmed');
    return [
      {
        purpose,
        granted: shown.granted && !waits,
        at,
        ...texts({ text: shown.text, textHash: shown.textHash, language: proof.language, form, page }),
        ...texts({ ip: proof.ip, userAgent: proof.userAgent, method: proof.method }),
        ...(waits ? { doubleOptIn: {} } : {}),
      },
    ];
  });
}

const isOpen = ({ doubleOptIn, withdrawnAt }: ConsentRecord): boolean =>
  doubleOptIn !== undefined && doubleOptIn.confirmedAt === undefined && withdrawnAt === undefined;

function noteSent(records: ConsentRecord[], { at, messageId }: Happening): void {
  for (const { doubleOptIn } of records.filter(isOpen)) {
    if (!doubleOptIn || doubleOptIn.sentAt !== undefined) continue;
    Object.assign(doubleOptIn, { sentAt: at, ...texts({ messageId }) });
  }
}

/** One press of the button confirms all that waited for it. */
function noteConfirmed(records: ConsentRecord[], confirmed: Happening): void {
  const { at, ip, userAgent, tokenHash } = confirmed;
  for (const record of records.filter(isOpen)) {
    if (confirmed[record.purpose] !== true) continue;
    record.granted = true;
    Object.assign(record.doubleOptIn ?? {}, { confirmedAt: at, ...texts({ ip, userAgent, tokenHash }) });
  }
}

function withdrawn({ type, purpose }: Happening): ConsentRecord['purpose'][] {
  if (type === 'consent.withdrawn') return purposes.filter((one) => one === purpose);
  return type === 'lead.unsubscribed' || type === 'email.complained' ? ['marketing'] : [];
}

function noteWithdrawn(records: ConsentRecord[], purpose: ConsentRecord['purpose'], by: Happening): void {
  for (const record of records) {
    if (record.purpose !== purpose || record.withdrawnAt !== undefined) continue;
    if (!record.granted && !isOpen(record)) continue;
    Object.assign(record, { withdrawnAt: by.at, withdrawnBy: by.type });
  }
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Those that are texts. */
const texts = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
