/** A lead's way through one pinned version of a sequence. */
export interface Enrollment {
  sequence: string;
  version: number;
  /** Counts this lead's entries into this sequence; never starts again. */
  occurrence: number;
  status: 'active' | 'completed' | 'exited' | 'cancelled';
  /** The nurture stage at entry, for `exitOn: stageChange`. */
  stage: string;
  startedAt: number;
  /** Index of the step that comes next. */
  step: number;
  /** Programme time at which that step may be taken. */
  dueAt: number;
  /** Refusals and render failures of the step at hand. */
  failures?: Failures;
}

/** How often work failed in a row, and when to try again (machine time, ms); parked work waits for a person. */
export interface Failures {
  count: number;
  code: string;
  retryAt: number;
  parked?: true;
}
