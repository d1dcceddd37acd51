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

/** What happened to a lead under one of its ids. */
export interface LifeTimeline {
  /** Of another lead, until it was merged into this one. */
  isMerged: boolean;
  timeline: readonly Happening[];
}

/**
 * The consent records of a lead out of its lives (each in whatever order), the oldest first. A button confirms what
 * was asked of the same person; what was asked of a lead that was merged into it since, it does not. What somebody
 * withdraws, they withdraw under each of their addresses.
 */
export function consentRecords(lives: readonly LifeTimeline[]): ConsentRecord[] {
  const told = lives.flatMap(({ isMerged, timeline }, life) =>
    timeline.map((one) => ({ one, person: isMerged ? life : -1 })),
  );
  const records: { person: number; record: ConsentRecord }[] = [];
  for (const { one, person } of told.sort((a, b) => byTime(a.one, b.one))) {
    const own = records.filter((each) => each.person === person).map(({ record }) => record);
    if (one.type === 'form.submitted') records.push(...asked(one).map((record) => ({ person, record })));
    if (one.type === 'email.sent' && one.class === 'confirmation') noteSent(own, one);
    if (one.type === 'lead.confirmed') noteConfirmed(own, one);
    for (const purpose of withdrawn(one))
      noteWithdrawn(
        records.map(({ record }) => record),
        purpose,
        one,
      );
  }
  return records.map(({ record }) => record);
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
