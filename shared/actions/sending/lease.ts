/** How long a claim stands, and how long evidence is awaited: one span, machine ms. */
export const LEASE = 15 * 60_000;

/** SES answers within its request time-out, or the call is over: a claim with less left is not used. */
export const LONGEST_CALL = 12_000;
