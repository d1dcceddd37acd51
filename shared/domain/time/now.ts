/**
 * The two clocks, read together, in ms. Programme time is what waits, caps, decay, dwell and every
 * date that people see run on; machine time is for leases, retries and pacing. At AWS they are one.
 */
export interface Now {
  programme: number;
  machine: number;
}

/** A machine-time deadline as programme time: never later than it comes, however fast the programme runs. */
export const programmeDeadline = (deadline: number, now: Now): number =>
  now.programme + (deadline - now.machine);
