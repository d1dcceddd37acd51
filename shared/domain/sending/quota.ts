/** Nurture leaves the rest of the day's quota to what leads ask for. */
export const NURTURE_SHARE_OF_QUOTA = 0.9;
