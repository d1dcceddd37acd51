/** How many digits a currency (ISO 4217) has after the point: 2 for EUR, 0 for JPY. */
function minorDigits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const found = format.resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

const digits = new Map<string, number>();

/** An amount as people write it (49.95) in whole minor units (4995); undefined when it has more digits than the currency. */
export function toMinor(amount: number, currency: string): number | undefined {
  const scaled = amount * 10 ** minorDigits(currency);
  const minor = Math.round(scaled);
  return Math.abs(scaled - minor) < 1e-4 && Number.isSafeInteger(minor) ? minor : undefined;
}

/** Minor units (4995) as people write them (49.95). */
export const toMajor = (minor: number, currency: string): number => minor / 10 ** minorDigits(currency);

/** A whole amount by shares that add up to 1: whole parts that add up to the amount, the largest remainders first. */
export function split(amount: number, shares: readonly number[]): number[] {
  const exact = shares.map((share) => amount * share);
  const parts = exact.map(Math.floor);
  const left = Math.round(amount - parts.reduce((sum, part) => sum + part, 0));
  const order = exact
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}
