/** A lead's way through one pinned version of a sequence. */
export interface Enrollment {
  sequence: string;
  version: number;
  /** Counts this lead's entries into this sequence; never starts again. */
  occurrence: number;
  /** `held`: in the part of a holdout that gets nothing, and only watched. */
  status: 'active' | 'completed' | 'exited' | 'cancelled' | 'held';
  /** The nurture stage at entry, for `exitOn: stageChange`. */
  stage: string;
  startedAt: number;
  /** Index of the step that comes next. */
  step: number;
  /** Programme time at which that step may be taken. */
  dueAt: number;
  /** Refusals and render failures of the step at hand. */
  failures?: Failures;
  /** On which side of a holdout this lead is: `h` gets nothing, `m` gets mails. */
  arm?: 'h' | 'm';
  /** A goal was reached and counted; kept only where a holdout compares. */
  goal?: true;
  /** Steps that were sent before the lead came over to this version, and stand further on in it or not in it at all. */
  passed?: string[];
}

/** How often work failed in a row, and when to try again (machine time, ms); parked work waits for a person. */
export interface Failures {
  count: number;
  code: string;
  retryAt: number;
  parked?: true;
}
