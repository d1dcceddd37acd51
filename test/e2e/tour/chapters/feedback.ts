import { read } from '../http.ts';
import type { Person } from '../people.ts';
import { fieldsOf, join, leadWhen, postForm, startOf } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

export const feedback: Chapter = {
  title: 'What SES reports back',
  story: 'Fons’s address turns out not to exist; Griet presses “this is spam”.',
  async walk(tour) {
    const { fons, griet } = tour.people;
    await ends(tour, fons, { type: 'Bounce', subType: 'Permanent' }, 'bounced');
    await ends(tour, griet, { type: 'Complaint' }, 'complained');
    await postForm(tour, new URLSearchParams(fieldsOf(griet, true)));
    const { mailability } = await tour.kweek.lead(griet.email);
    tour.check('Griet signs up again: no mail of ours', 'complained', mailability);
    await tour.silence(fons, 'bounced');
    await tour.silence(griet, 'complained');
  },
};

async function ends(
  tour: Tour,
  person: Person,
  event: { type: string; subType?: string },
  mailability: string,
): Promise<void> {
  await join(tour, person);
  const start = await startOf(tour, person, 'awareness');
  const { messageId } = await tour.mailAfter(person, 'awareness-1-five-numbers', 0, start);
  const played = await tour.kweek.playSes({ messageId, ...event });
  const { status } = read<{ status?: string }>(played);
  tour.check(`${event.type} of this mail`, '200 handled', `${played.status} ${status}`);
  const lead = await leadWhen(tour, person, (one) => one.mailability === mailability);
  tour.check(`${person.name} is`, mailability, lead.mailability);
  const active = lead.enrollments.filter((one) => one.status === 'active').length;
  tour.check('… and in no sequence', '0 active', `${active} active`);
}
