export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** ISO 8601 durations whose length does not depend on a calendar: weeks, days (of 24 hours), clock units. */
export const fixedDuration =
  /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Rules name a handful of durations, and ask for them all the time. */
const known = new Map<string, number>();
const MOST_KNOWN = 1_000;

/**
 * A fixed-length ISO 8601 duration in ms: `PT20H`, `P7D`, `P1DT12H`.
 * Throws a RangeError for anything else; years and months have no fixed length.
 */
export function durationMs(duration: string): number {
  const ms = known.get(duration) ?? parse(duration);
  if (known.size < MOST_KNOWN) known.set(duration, ms);
  return ms;
}

function parse(duration: string): number {
  const match = fixedDuration.exec(duration);
  if (!match)
    throw new RangeError(
      `"${duration}" has no fixed length: use weeks, days, hours, minutes or seconds, such as "P30D" or "PT20H"`,
    );
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((n) => Number(n ?? 0));
  return (7 * weeks + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}
