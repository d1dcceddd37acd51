import { isHandRaise } from '../lead/condition-facts.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { EngagementState } from './engagement.ts';
import { addScoringEvent, resetEngagement } from './engagement.ts';
import { contributions, foldedWorth } from './engagement-score.ts';
import { eventTypes } from './event-types.ts';
import { fitOf, fitParts } from './fit.ts';
import { reengaged } from './reengagement.ts';
import { scoreOf } from './score.ts';
import type { ScoringModel } from './scoring-model.ts';

/** What may be imagined: all that happens to leads, and that sales let one go for now. */
export const previewedTypes = [...eventTypes, 'lead.recycled'] as const;
type PreviewedType = (typeof previewedTypes)[number];

/** Somebody imagined, and what they did. Times in ms. */
export interface ScorePreviewRequest {
  email: string;
  fields: Record<string, string | number | boolean>;
  events: { type: PreviewedType; at: number; subject?: string | undefined; intent?: 'high' | undefined }[];
  at: number;
}

/** After these, what happened before counts no more. */
const resets: PreviewedType[] = ['lead.unsubscribed', 'email.complained', 'lead.recycled'];

/** The score by a model, with what each attribute and each event adds to it, and why one adds nothing. */
export function previewScore({ email, fields, events, at }: ScorePreviewRequest, model: ScoringModel) {
  let engagement: EngagementState = { events: [], once: [] };
  const now = Math.max(at, ...events.map((event) => event.at));
  const marks = new Map<string, { subject?: string }>();
  let isRecycled = false;
  for (const [i, event] of events.toSorted((a, b) => a.at - b.at).entries()) {
    if (resets.includes(event.type)) engagement = resetEngagement(engagement, event.at);
    if (event.type === 'lead.recycled') isRecycled = true;
    if (event.type === 'lead.recycled' || resets.includes(event.type)) continue;
    const key = fingerprint(event.type, i);
    if (event.subject !== undefined) marks.set(key, { subject: event.subject });
    const deed = {
      type: event.type,
      at: event.at,
      key,
      ...(event.subject === undefined ? {} : { subject: fingerprint(event.subject) }),
      ...(event.intent ? { intent: event.intent } : {}),
    };
    engagement = addScoringEvent(engagement, deed, model, now).state;
    if (isRecycled) engagement = reengaged(engagement, deed, model, now) ?? engagement;
    // Sales have it again.
    if (isHandRaise(event.type)) isRecycled = false;
  }
  const { fit, grade, engagement: total } = scoreOf({ email, fields, engagement }, model, at);
  return {
    score: { fit, grade, engagement: total, asOf: at },
    known: fitOf({ email, fields }, model).known,
    attributes: fitParts({ email, fields }, model),
    contributions: contributions(engagement, model, at).map(({ event, ...worth }) => ({
      type: event.type,
      at: event.at,
      ...marks.get(event.key),
      ...(event.intent ? { intent: event.intent } : {}),
      ...worth,
    })),
    /** Of events that no longer stand by themselves, since there are many. */
    earlier: foldedWorth(engagement, model, at),
  };
}
