import type { ConsentState } from '../lead/lead.ts';

/** Agreed to, in the words of that name (`newsletter@2`). */
export const grantedAt = (at: number, text: string | undefined): ConsentState => ({
  granted: true,
  at,
  ...(text ? { text } : {}),
});
