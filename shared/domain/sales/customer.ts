/** What somebody bought, and what they said of it since. */
export interface Customer {
  /** How many. */
  purchases: number;
  /** By currency, in minor units. */
  revenue: Record<string, number>;
  firstAt?: number;
  lastAt?: number;
  /** The newest answer, 0 to 10. */
  nps?: { score: number; at: number };
  referrals?: number;
  testimonials?: number;
}

export const noCustomer: Customer = { purchases: 0, revenue: {} };
