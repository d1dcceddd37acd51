import type { Grade } from '../lead/condition.ts';
import type { Lead } from '../lead/lead.ts';
import { engagementAt } from './engagement-score.ts';
import { fitOf } from './fit.ts';
import type { ScoringModel } from './scoring-model.ts';

/** The two numbers of a lead, which never mix: who it is, and what it did. */
export interface Score {
  /** 0 to 100. */
  fit: number;
  grade: Grade;
  /** 0 to 100, decaying. */
  engagement: number;
  /** The time of the reading, ms. */
  asOf: number;
}

/** A lead's score at a time (ms). */
export function scoreOf(
  lead: Pick<Lead, 'email' | 'fields' | 'engagement' | 'addressKind'>,
  model: ScoringModel,
  at: number,
): Score {
  const { fit, grade } = fitOf(lead, model);
  return { fit, grade, engagement: engagementAt(lead.engagement, model, at), asOf: at };
}
