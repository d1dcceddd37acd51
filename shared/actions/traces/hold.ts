/** How long what may be a machine's doing is watched; machine time, ms. */
export interface Hold {
  /** A click waits for its verdict so long, since what gives a machine away may come after it. */
  verdict: number;
  /** So long after a delivery its links are followed by the recipient's scanners, and by nobody else. */
  delivery: number;
}

export const HOLD: Hold = { verdict: 120_000, delivery: 10_000 };

/** On one machine people do not wait, and mail is delivered at once. */
export const LOCAL_HOLD: Hold = { verdict: 5_000, delivery: 250 };
