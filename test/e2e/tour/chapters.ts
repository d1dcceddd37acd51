import { clicks } from './chapters/clicks.ts';
import { consent } from './chapters/consent.ts';
import { doors } from './chapters/doors.ts';
import { feedback } from './chapters/feedback.ts';
import { guideOnly } from './chapters/guide-only.ts';
import { history } from './chapters/history.ts';
import { programme } from './chapters/programme.ts';
import { sequences } from './chapters/sequences.ts';
import { signups } from './chapters/signups.ts';
import { silence } from './chapters/silence.ts';
import { demo, stages } from './chapters/stages.ts';
import { unsubscribing } from './chapters/unsubscribing.ts';
import type { Chapter } from './tour.ts';

/** In order: the first ones take a minute together, by a watch; from `stages` on, days of the programme pass. */
export const chapters: Chapter[] = [
  doors,
  signups,
  consent,
  clicks,
  demo,
  guideOnly,
  feedback,
  programme,
  stages,
  unsubscribing,
  sequences,
  silence,
  history,
];

/** Days of the programme that they take together. */
export const daysOfTour = 13;
