import { counted, quarter, questions } from './chapters/quarter.ts';
import { chapters, daysOfTour } from './chapters.ts';
import { configureChapters } from './configure/chapters.ts';
import { breaker } from './delivery/breaker.ts';
import { choices } from './delivery/choices.ts';
import { scanner } from './delivery/scanner.ts';
import { button, news } from './delivery/stopping.ts';
import type { Chapter } from './tour.ts';

/** One walk against a running machine: `npm run tour -- <name>`. */
export type TourPlan = {
  /** What it shows, in one line. */
  about: string;
  chapters: Chapter[];
  /** Days of the programme that it takes; below one, what comes at once is all there is. */
  days: number;
  /** Minutes by a watch, beside those days. */
  minutes: number;
};

/** By name, as it is typed. The first is taken when none is named. */
export const tours: Record<string, TourPlan> = {
  main: {
    about: 'the main job, from the first signup to ten days of silence',
    chapters,
    days: daysOfTour,
    minutes: 0.5,
  },
  configure: {
    about: 'settings, mails, forms and magnets, sequences, a newsletter, scoring and keys, all over HTTP',
    chapters: configureChapters,
    days: 0,
    minutes: 1,
  },
  delivery: {
    about:
      'mail that arrives and stops when told: scanners, bounces, the breaker, the red button, preferences, erasure',
    chapters: [scanner, news, breaker, button, choices],
    days: 0.2,
    minutes: 1,
  },
  funnel: {
    about: 'a quarter of leads, hand-offs and deals, and what reports and the forecast say of it',
    chapters: [quarter(), counted, questions],
    // It moves the machine's clock on by a quarter itself.
    days: 0,
    minutes: 2,
  },
};
