/**
 * When statistics are put together. All of it is machine time, ms: when an activity was recorded, not when it
 * happened. What is recorded within one slot is folded together.
 */
export const SLOT = 10 * 60_000;
const HOUR = 3_600_000;

/** The stream keeps a version for 24 hours; what comes later than this is not counted, and has no row. */
export const STREAM_DAY = 25 * HOUR;
/** A slot takes pages for so long after its end. */
const OPEN_FOR = 26 * HOUR;
/** And is sealed then, when the last page has surely been folded. */
const SEALED_AFTER = 27 * HOUR;
/** A page that comes later than this after its slot's end is told of, since nobody would look for it. */
const GRACE = 2 * 60_000;
/** By how much the clocks of two functions may differ. */
const SKEW = 60_000;

/** The slot (its beginning) that an activity recorded at `at` belongs to. */
export const slotOf = (at: number): number => Math.floor(at / SLOT) * SLOT;

/** May a page still be put into this slot? */
export const isOpen = (slot: number, now: number): boolean => now < slot + SLOT + OPEN_FOR;

/** Must a page that is put there now be told of? */
export const isLate = (slot: number, now: number): boolean => now > slot + SLOT + GRACE;

/** The first slot that may have got a page, without being told of, since a fold at `folded`. */
export const firstUnfolded = (folded: number): number => slotOf(folded - SKEW - GRACE - SLOT);

/** Slots told of since then may have pages that a fold at `folded` did not see. */
export const toldSince = (folded: number): number => folded - SKEW;

/** The last slot that a fold at `folded` leaves sealed: whole hours at once. */
export const lastSealed = (folded: number): number =>
  Math.floor((folded - SEALED_AFTER) / HOUR) * HOUR - SLOT;
