export const checkNames = [
  'spf',
  'dkim',
  'dmarc',
  'alignment',
  'mail_from',
  'one_click',
  'production_access',
  'quota',
] as const;
export type CheckName = (typeof checkNames)[number];

/** `unknown`: nobody answered who could tell. */
export const checkStatuses = ['pass', 'warn', 'fail', 'unknown'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** What was found, in a sentence, and what to do about it; null: nothing. */
export interface Verdict {
  status: CheckStatus;
  detail: string;
  whatToDo: string | null;
}

export const pass = (detail: string): Verdict => ({ status: 'pass', detail, whatToDo: null });
export const warn = (detail: string, whatToDo: string): Verdict => ({ status: 'warn', detail, whatToDo });
export const fail = (detail: string, whatToDo: string): Verdict => ({ status: 'fail', detail, whatToDo });
export const unknown = (detail: string, whatToDo: string): Verdict => ({
  status: 'unknown',
  detail,
  whatToDo,
});

const rank: Record<CheckStatus, number> = { pass: 0, unknown: 1, warn: 2, fail: 3 };

/** The worst of several: what is wrong weighs more than what nobody knows. */
export const worst = (statuses: readonly CheckStatus[]): CheckStatus =>
  statuses.reduce<CheckStatus>((a, b) => (rank[b] > rank[a] ? b : a), 'pass');
