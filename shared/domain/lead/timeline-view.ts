import type { Activity } from './activity.ts';

/** One thing that happened to a lead, as its timeline shows it: times in ISO 8601, UTC. */
export interface Happening {
  type: string;
  at: string;
  /** The version of the lead that this made; absent on moments that left the lead as it was. */
  version?: number;
  [detail: string]: unknown;
}

/** What one version of a lead caused, or a moment without a version. */
export interface TimelinePart {
  activities: readonly Activity[];
  version?: number;
}

/** Where a happening stands; no two that differ in it change places, whatever is written later. */
export type Place = [at: number, version: number, position: number];

/** A timeline, newest first: by time, then by the version that told it, then by the order within that. */
export function unroll(parts: readonly TimelinePart[]): { place: Place; happening: Happening }[] {
  return parts
    .flatMap(({ activities, version }) =>
      activities.map((activity, position) => ({
        place: [activity.at, version ?? 0, position] as Place,
        happening: happeningOf(activity, version),
      })),
    )
    .sort((a, b) => comparePlaces(a.place, b.place));
}

/** Below zero when `a` is newer, and so stands before `b`. */
export function comparePlaces(a: Place, b: Place): number {
  return b[0] - a[0] || b[1] - a[1] || b[2] - a[2];
}

function happeningOf(activity: Activity, version: number | undefined): Happening {
  // An enrollment tells the version of its sequence; here `version` is the lead's.
  const { type, at, version: sequenceVersion, ...details } = activity;
  return {
    type,
    at: new Date(at).toISOString(),
    ...(sequenceVersion === undefined ? {} : { sequenceVersion }),
    ...(withDates(details) as Record<string, unknown>),
    ...(version === undefined ? {} : { version }),
  };
}

/** Activities hold times as ms under names that say so. */
function withDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'number' && /^(at|since)$|(At|Until)$/.test(name)
        ? new Date(inner).toISOString()
        : withDates(inner),
    ]),
  );
}
