import { join, leadWhen } from '../steps.ts';
import type { Chapter } from '../tour.ts';

export const guideOnly: Chapter = {
  title: 'Without the tick',
  story: 'Emma wants the guide and leaves the box empty.',
  async walk(tour) {
    const { check, mailbox } = tour;
    const { emma } = tour.people;
    await join(tour, emma, false);
    const guide = await tour.mailNow(emma, 'guide-delivery');
    check('The guide reaches her in Dutch', 'Je gids: …', guide.subject.replace(/(?<=: ).*/, '…'));
    const lead = await leadWhen(tour, emma, ({ mailability }) => mailability === 'requested_only');
    check('She is', 'requested_only', lead.mailability);
    check(
      'Sequences that she is in',
      'none',
      lead.enrollments.map((one) => one.sequence).join(', ') || 'none',
    );
    check('Mails to her', '2', String((await mailbox.to(emma.email)).length));
    await tour.silence(emma, 'asked for the guide alone');
  },
};
