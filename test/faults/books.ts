import type { Activity } from '../../shared/domain/lead/activity.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { fromItem } from '../../shared/store/lead-item.ts';
import { unpackEntries } from '../../shared/store/statistic-page.ts';
import { readTimeline, type TimelineEntry } from '../../shared/store/timeline.ts';
import { recountFaults } from './recount.ts';
import type { Item, World } from './world.ts';

/** What is left when a story is over, in words that are the same for every person. */
export interface Books {
  /** Subjects of all mails that came, in order; one that came twice stands twice. */
  mails: string[];
  lead: Record<string, unknown>;
  /** What the timeline tells, in no order. */
  timeline: string[];
  /** What statistics count, each activity once. */
  figures: string[];
  /** What is wrong in itself, whatever the story. */
  faults: string[];
}

export async function readBooks(world: World): Promise<Books> {
  const items = await world.items();
  const item = items.find(({ pk, sk }) => pk?.S === world.person.leadId && sk?.S === 'lead');
  const mails = world.mails().map((mail) => mail.subject);
  if (!item) return { mails, lead: {}, timeline: [], figures: [], faults: ['no lead'] };
  const lead = fromItem(item, 'Europe/Brussels');
  const entries = await readTimeline(world.table, lead.id, lead.generation);
  return {
    mails,
    lead: summary(lead),
    timeline: entries.flatMap((entry) => entry.activities.flatMap(line)).sort(),
    figures: figures(items),
    faults: [
      ...gaps(lead, entries),
      ...undone(world, items),
      ...strays(world, items),
      ...afterGoodbye(world),
      ...(await recountFaults(world)),
      ...world.stack.ses.events.dead.splice(0).map((event) => `news given up: ${event.eventType}`),
    ],
  };
}

/** Where two books differ; nothing when the second tells the same story. */
export function differences(clean: Books, broken: Books): string[] {
  const found = [...broken.faults];
  for (const subject of new Set([...clean.mails, ...broken.mails])) {
    const [wanted, came] = [clean, broken].map(({ mails }) => mails.filter((m) => m === subject).length);
    if (wanted !== came) found.push(`"${subject}" came ${came} times`);
  }
  for (const key of Object.keys(clean.lead)) {
    const [wanted, is] = [clean, broken].map(({ lead }) => JSON.stringify(lead[key]));
    if (wanted !== is) found.push(`${key} is ${is}, not ${wanted}`);
  }
  found.push(...without(clean.timeline, broken.timeline).map((told) => `not in the timeline: ${told}`));
  found.push(...without(broken.timeline, clean.timeline).map((told) => `too much in the timeline: ${told}`));
  found.push(...without(clean.figures, broken.figures).map((figure) => `not counted: ${figure}`));
  found.push(...without(broken.figures, clean.figures).map((figure) => `counted: ${figure}`));
  return found;
}

const LAST = 'awareness-1';

/**
 * For somebody who left: the mail that was on its way may have come or not, once; nothing was claimed
 * after the goodbye; and the timeline tells of the mail if it came.
 */
export function leavingDifferences(clean: Books, broken: Books): string[] {
  const subject = LAST.replace('-', ' ');
  const came = broken.mails.filter((mail) => mail === subject).length;
  const sent = /^email\.(sent|presumed_sent) /;
  const told = broken.timeline.filter((entry) => sent.test(entry) && entry.includes(LAST));
  const unlike = (books: Books): Books => ({
    ...books,
    mails: books.mails.filter((mail) => mail !== subject),
    // How far the sequence had come depends on whether the mail was known to have left.
    lead: { ...books.lead, enrollments: undefined },
    timeline: books.timeline.filter((entry) => !entry.includes(LAST) && !entry.startsWith('email.delivered')),
    figures: books.figures.filter((figure) => !figure.includes(LAST)),
  });
  return [
    ...differences(unlike(clean), unlike(broken)),
    ...(came > 1 ? [`"${subject}" came ${came} times`] : []),
    ...(came === 1 && told.length !== 1 ? [`"${subject}" came, and the timeline tells ${told.join()}`] : []),
    ...(came === 0 && told[0]?.startsWith('email.sent')
      ? [`"${subject}" never came, and is told as sent`]
      : []),
  ];
}

/** The lines of `all` that `less` has not, each as often as it is missing. */
function without(all: string[], less: string[]): string[] {
  const left = [...less];
  return all.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** All that rules ask of a lead, without versions and times. */
function summary(lead: Lead): Record<string, unknown> {
  return {
    mailability: lead.mailability,
    consent: Object.entries(lead.consent).map(([purpose, state]) => [purpose, state?.granted]),
    awaited: lead.awaited !== undefined,
    fields: lead.fields,
    nurtureStage: lead.nurtureStage.state,
    lifecycle: lead.lifecycle.state,
    enrollments: lead.enrollments.map((e) => [e.sequence, e.occurrence, e.status, e.step]),
    requests: lead.requests.length,
    openSends: lead.openSends.length,
    nextRequest: lead.nextRequest,
    confirmations: lead.confirmationsSentAt.length,
    submissions: lead.submissions.length,
    interactions: lead.interactions,
    contentsClicked: lead.contentsClicked.length,
    scored: lead.engagement.events.map((event) => event.type).sort(),
    lane: lead.due?.lane,
  };
}

/** Not told: a refusal on the way to a mail that came, and a second click that did not count. */
function line(activity: Activity): string[] {
  const { type, template, sequence, step, field, from, to, magnet, reason, scored } = activity;
  if (type === 'email.failed' || scored === false) return [];
  const details = { template, sequence, step, field, from, to, magnet, reason };
  return [[type, ...Object.values(details).filter((value) => value !== undefined)].join(' ')];
}

/** How long something took, in which week it came, and what was refused on the way may differ. */
const mayDiffer = /\|(minutes|after|days|week|within|failed|clicked_again)(\||$)/;
const date = /\d{4}-\d\d(-\d\d)?/;

/** The fold of all pages over distinct activities, as `name times`. */
function figures(items: Item[]): string[] {
  const facts = new Map<string, Record<string, number>>();
  for (const { pk, d } of items) {
    if (!pk?.S?.startsWith('pages#') || !d?.B) continue;
    for (const { id, fact } of unpackEntries(d.B)) facts.set(id, fact.counts);
  }
  const sums: Record<string, number> = {};
  for (const counts of facts.values()) {
    for (const [dated, count] of Object.entries(counts)) {
      const name = dated.replace(date, 'then');
      sums[name] = (sums[name] ?? 0) + count;
    }
  }
  return Object.entries(sums).flatMap(([name, sum]) => (mayDiffer.test(name) ? [] : [`${name} ${sum}`]));
}

/** Each row names the version of the row before, the lead that of its newest row. */
function gaps(lead: Lead, entries: TimelineEntry[]): string[] {
  const rows = entries
    .filter((entry) => entry.version !== undefined)
    .sort((a, b) => Number(a.version) - Number(b.version));
  const newest = lead.activities.length > 0 ? lead.version : lead.lastRow;
  const named = [...rows.map((row) => row.previous ?? 0), newest];
  const there = [0, ...rows.map((row) => row.version)];
  return named.flatMap((version, i) =>
    version === there[i] ? [] : [`a gap in the timeline: ${version} is named, ${there[i]} is there`],
  );
}

/** What is in the due index is nothing that could be done now. */
function undone(world: World, items: Item[]): string[] {
  const now = world.stack.clock.programme();
  return items
    .filter(({ dq, da }) => dq && Number(da?.N) <= now)
    .map(
      ({ dq, pk }) =>
        `work left undone in ${dq?.S} for ${pk?.S === world.person.leadId ? 'the lead' : 'others'}`,
    );
}

/** Somebody's signup that became another lead, and what was set aside as unreadable. */
function strays(world: World, items: Item[]): string[] {
  return items.flatMap(({ pk, sk }) => {
    if (sk?.S === 'lead' && pk?.S !== world.person.leadId) return ['a second lead'];
    return /^(aside|spam)#/.test(pk?.S ?? '') ? [`set aside: ${pk?.S}`] : [];
  });
}

/** A mail on its way may still come; one that was only claimed after the goodbye may not. */
function afterGoodbye(world: World): string[] {
  const { left } = world;
  if (left === undefined) return [];
  return world
    .mails()
    .filter((mail) => Number(mail.tags.claimed) > left)
    .map((mail) => `"${mail.subject}" was claimed after the goodbye`);
}
