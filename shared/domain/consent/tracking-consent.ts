import type { Lead } from '../lead/lead.ts';

/** Opens are noted, and SES's image is added, only for those who agreed to be tracked (domain brief §2.3). */
export const mayNoteOpens = ({ consent }: Pick<Lead, 'consent'>): boolean =>
  consent.tracking?.granted === true;

/** Followed links are noted, until a lead withdraws the consent to be seen following them. */
export const mayNoteClicks = ({ consent }: Pick<Lead, 'consent'>): boolean =>
  consent.tracking?.granted !== false;
