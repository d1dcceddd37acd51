/** Something that happened to a lead, as its timeline tells it. */
export interface Activity {
  /** Dotted, past tense: `form.submitted`, `lead.stage_changed`, `enrollment.started`, `email.sent`. */
  type: string;
  /** When it happened, programme time, ms. */
  at: number;
  /** What there is to know of it; plain JSON, small. */
  [detail: string]: unknown;
}
