/** The chance of a lead to become a customer: our best guess, and the interval that we believe in. */
export interface Chance {
  estimate: number;
  low: number;
  high: number;
}

/** Numbers of leads, not rounded; undefined where the chance is 0 and no number is enough. */
export interface LeadsNeeded {
  estimate: number | undefined;
  low: number | undefined;
  high: number | undefined;
}

/** How many leads bring so many customers on average: N / P(customer); the best chance asks for the fewest. */
export function leadsNeeded(customers: number, chance: Chance): LeadsNeeded {
  const at = (p: number) => (p > 0 ? customers / p : undefined);
  return { estimate: at(chance.estimate), low: at(chance.high), high: at(chance.low) };
}
