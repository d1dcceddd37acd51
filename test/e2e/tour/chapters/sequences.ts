import type { Person } from '../people.ts';
import { startOf } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

/** The mails of one stage to one person, with the days between each and the one before. */
type Course = { person: Person; sequence: string; mails: [template: string, days: number][]; ends: string };

export const sequences: Chapter = {
  title: 'Every mail of every stage',
  story: 'Bram reads all of awareness in Dutch, Dirk all of engagement, Chloé all of endorsement.',
  async walk(tour) {
    const { bram, dirk, chloe } = tour.people;
    await follow(tour, {
      person: bram,
      sequence: 'awareness',
      mails: [
        ['awareness-1-five-numbers', 0],
        ['awareness-2-follow-up', 2],
        ['awareness-3-one-hour', 3],
      ],
      ends: 'awareness completed',
    });
    await follow(tour, {
      person: dirk,
      sequence: 'engagement',
      mails: [
        ['engagement-1-ready-to-talk', 1],
        ['engagement-2-three-emails', 3],
        ['engagement-3-half-hour', 4],
      ],
      ends: 'awareness exited, engagement completed',
    });
    await follow(tour, {
      person: chloe,
      sequence: 'endorsement',
      mails: [
        ['endorsement-1-joinery', 1],
        ['endorsement-2-what-failed', 4],
        ['endorsement-3-talk', 5],
      ],
      ends: 'awareness exited, endorsement completed',
    });
  },
};

async function follow(tour: Tour, { person, sequence, mails, ends }: Course): Promise<void> {
  const { check, kweek } = tour;
  let since = await startOf(tour, person, sequence);
  for (const [template, days] of mails) since = (await tour.mailAfter(person, template, days, since)).at;
  const lead = await kweek.lead(person.email);
  check(
    `${person.name}’s sequences`,
    ends,
    lead.enrollments.map((one) => `${one.sequence} ${one.status}`).join(', '),
  );
}
