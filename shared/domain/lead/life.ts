import type { Activity } from './activity.ts';

/**
 * What figures by cohort need to know of the lead beside what happened. It travels on the row, so that the
 * lead's item carries none of it, and a recount reads it again.
 */
export interface Life {
  /** When the lead came, programme time, ms. */
  born?: number;
  /** The form that it came through. */
  form?: string;
  /** Sequences that it has been in by then. */
  sequences?: string[];
}

/** As much of a life as these activities ask for: mostly nothing. */
export function lifeFor(activities: readonly Activity[], whole: Required<Life>): Life {
  const moves = activities.some(({ type }) => type === 'lead.stage_changed');
  const begins = activities.some(({ entered }) => entered !== undefined);
  if (!moves && !begins) return {};
  const { born, form, sequences } = whole;
  return {
    born,
    ...(form ? { form } : {}),
    ...(moves && sequences.length > 0 ? { sequences } : {}),
  };
}
