import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs } from '../calendar.ts';
import { read } from '../http.ts';
import type { Problem, Programme } from '../kweek.ts';
import { join } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

const template = 'awareness-1-five-numbers';

/** How long the functions may keep what they have read, ms of a watch. */
const noticedMs = 1_500;

export const programme: Chapter = {
  title: 'Changing the programme',
  story: 'A marketer takes it out, makes a mistake, is told, and changes one subject. Nothing is deployed.',
  async walk(tour) {
    const { check, kweek } = tour;
    const original = await kweek.programme();
    const broken = withHtml(original, '<p>Hello {{ lead.first_nam }}</p>');
    const refused = await kweek.publish(broken, '?dryRun=true');
    const pointer = read<Problem>(refused).errors?.[0]?.pointer;
    check(
      'A dry run with a mistyped name',
      `422 /templates/${template}/content/en/html`,
      `${refused.status} ${pointer}`,
    );
    check('… changes nothing', `version ${original.version}`, `version ${(await kweek.programme()).version}`);

    const changed = withSubject(original, 'Where do your customers go?');
    const published = await kweek.publish(changed);
    try {
      const { version } = read<{ version?: number }>(published);
      check(
        'Publishing another subject',
        `200 version ${original.version + 1}`,
        `${published.status} version ${version}`,
      );
      const late = await kweek.publish(changed);
      check('A colleague who still has the old one', '409', String(late.status));
      await newcomer(tour);
    } finally {
      const { version } = await kweek.programme();
      const restored = await kweek.publish({ ...original, version });
      check('The old subject comes back', '200', String(restored.status));
    }
  },
};

async function newcomer(tour: Tour): Promise<void> {
  const { hugo } = tour.people;
  await sleep(noticedMs);
  const start = await tour.calendar.now();
  await join(tour, hugo);
  const mail = await tour.calendar.wait(start + tour.calendar.slack * dayMs, async () =>
    (await tour.mailbox.to(hugo.email)).find(({ html }) => html.includes('/l/click/')),
  );
  tour.check('Hugo’s first mail of awareness', 'Where do your customers go?', mail?.subject ?? 'none');
}

type Content = Programme['templates'][string]['content'][string];

const withContent = (programme: Programme, change: Partial<Content> & Record<string, string>): Programme => {
  const edited = structuredClone(programme);
  Object.assign(edited.templates[template]?.content.en ?? {}, change);
  return edited;
};
const withSubject = (programme: Programme, subject: string) => withContent(programme, { subject });
const withHtml = (programme: Programme, html: string) => withContent(programme, { html });
