import { read } from '../http.ts';
import type { Person } from '../people.ts';
import { click, points, startOf } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

export const demo: Chapter = {
  title: 'Two stages at once',
  story: 'Chloé asks for a demo. Somebody puts that into Kweek.',
  async walk(tour) {
    const { chloe } = tour.people;
    await tell(tour, chloe, { type: 'demo.requested', id: 'call-1' }, 'recorded');
    await tell(tour, chloe, { type: 'demo.requested', id: 'call-1' }, 'repeated');
    const { score, nurtureStage, lifecycle } = await tour.kweek.lead(chloe.email);
    const { engagement, grade } = score;
    tour.check(
      'Chloé’s engagement: 20, and 60 more',
      '80.0',
      points(engagement),
      engagement > 78 && engagement <= 80,
    );
    tour.check('Her grade: too little is known', 'U', grade);
    tour.check('Past 22 and past 50', 'endorsement', nurtureStage);
    tour.check('Who asks for sales is qualified', 'mql', lifecycle);
  },
};

export const stages: Chapter = {
  title: 'Engagement and endorsement',
  story: 'An reads on, and answers. Each stage has its own mails, and the sequence before is left.',
  async walk(tour) {
    const { calendar, check, kweek, people } = tour;
    const { an } = people;
    const began = await startOf(tour, an, 'engagement');
    const mail = await tour.mailAfter(an, 'engagement-1-ready-to-talk', 1, began);
    await click(mail);
    await calendar.hold();
    check('A second click', 'engagement', (await kweek.lead(an.email)).nurtureStage);
    await tell(tour, an, { type: 'email.replied', id: 'reply-1' }, 'recorded');
    const answered = await calendar.now();
    const lead = await kweek.lead(an.email);
    check('An answer says more than a click', 'endorsement', lead.nurtureStage);
    const { engagement } = lead.score;
    check(
      'Her engagement: 20, two clicks, an answer',
      '50.0',
      points(engagement),
      engagement > 47 && engagement <= 50,
    );
    await tour.mailAfter(an, 'endorsement-1-joinery', 1, answered);
    const left = lead.enrollments.map(({ sequence, status }) => `${sequence} ${status}`).join(', ');
    check('Her sequences', 'awareness exited, engagement exited, endorsement active', left);
  },
};

async function tell(
  { kweek, check }: Tour,
  { name, email }: Person,
  event: { type: string; id: string },
  expected: string,
) {
  const { id } = await kweek.lead(email);
  const answer = await kweek.post(id, event);
  const { status } = read<{ status?: string }>(answer);
  check(`${event.type} of ${name}`, `200 ${expected}`, `${answer.status} ${status}`);
}
