import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ask, type Body, browser } from './http.ts';
import { linkIn, type Mail } from './mailbox.ts';
import type { Person } from './people.ts';
import type { Tour } from './tour.ts';

/** What a form about this person says, flat, as a form posts it. */
export const fieldsOf = ({ name, email, language, company }: Person, consent: boolean) => ({
  email,
  first_name: name,
  ...(company ? { company } : {}),
  language,
  magnet: 'funnel-check',
  ...(consent ? { consent: 'on', consent_text_id: 'guide-emails@1' } : {}),
});

export const postForm = (tour: Tour, body: Body, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(`${tour.kweek.url}/f/guide`, { method: 'POST', headers, body });

/** Presses the button behind the confirmation link, as a person who opened it in a browser. */
export async function confirm(tour: Tour, person: Person): Promise<Answer> {
  const link = linkIn(await tour.mailNow(person, 'confirmation'), 'confirm');
  return ask(link, { method: 'POST', headers: browser });
}

/** Signs up, by JSON, and confirms. */
export async function join(tour: Tour, person: Person, consent = true): Promise<void> {
  await postForm(tour, JSON.stringify(fieldsOf(person, consent)), { 'content-type': 'application/json' });
  await confirm(tour, person);
}

/** A person reads before clicking; whoever clicks while a mail is being delivered is taken for a scanner. */
const readingMs = 800;

/** Clicks the first link of a mail in a browser. */
export async function click(mail: Mail): Promise<Answer> {
  await sleep(readingMs);
  return ask(linkIn(mail, 'click'), { headers: browser });
}

/** Lead of a person, as soon as it is as it should be; else as it is. */
export async function leadWhen(
  tour: Tour,
  { email }: Person,
  isReady: (lead: Awaited<ReturnType<Tour['kweek']['lead']>>) => boolean,
) {
  const ready = await tour.calendar.soon(async () => {
    const lead = await tour.kweek.find(email);
    return lead && isReady(lead) ? lead : undefined;
  });
  return ready ?? tour.kweek.lead(email);
}

/** An engagement score as people read it. */
export const points = (score: number): string => score.toFixed(1);

/** When a person entered a sequence, programme time, ms. */
export async function startOf(tour: Tour, { name, email }: Person, sequence: string): Promise<number> {
  const { id } = await tour.kweek.lead(email);
  const start = await tour.calendar.soon(async () =>
    (await tour.kweek.timeline(id)).find(
      (entry) => entry.type === 'enrollment.started' && entry.sequence === sequence,
    ),
  );
  if (!start) throw new Error(`${name} did not enter ${sequence}`);
  return Date.parse(start.at);
}

/** Status and target of an answer; on Kweek itself, the path alone. */
export function whereTo({ kweek }: Tour, { status, headers }: Answer): string {
  return `${status} ${headers.get('location')?.replace(new RegExp(`^${kweek.url}(?=/)`), '') ?? 'to nowhere'}`;
}
