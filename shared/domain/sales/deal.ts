/** What sales are negotiating, or were; a lead has one at a time. */
export interface Deal {
  /** Of the CRM: tells one deal from the next. */
  id?: string;
  status: 'open' | 'won' | 'lost';
  openedAt: number;
  /** In minor units of `currency`. */
  value?: number;
  currency?: string;
  /** A date, `2026-12-31`. */
  expectedClose?: string;
  closedAt?: number;
  reason?: string;
}

/** Why sales reject a lead (domain brief §2.2). */
export const rejectionReasons = [
  'bad_fit',
  'wrong_role',
  'no_budget',
  'bad_timing',
  'no_response',
  'competitor',
  'duplicate',
  'invalid_data',
  'student',
] as const;
