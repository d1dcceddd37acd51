import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchFailures } from '../../functions/batch.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { readAllRecorded } from '../../shared/store/recorded.ts';
import { HOUR, Story } from '../domain/story.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { START, TestClock } from '../test-clock.ts';
import { type News, queueEvent, recordOf, wrappings } from './ses-news.ts';

const rules = rulesOf(sampleProgramme());
let table: SuiteTable;
let clock: TestClock;
let feedback: (event: SQSEvent) => Promise<BatchFailures>;
beforeAll(async () => {
  table = await openSuiteTable();
  clock = new TestClock();
  await table.publish(sampleProgramme());
  feedback = (await import('../../functions/feedback/index.ts')).handler;
});
afterAll(() => table?.drop());

/** A lead that was mailed, erased, and signed up again. */
async function again(email: string): Promise<Lead> {
  const story = new Story(rules);
  story.now = START;
  story.signup({ leadId: `lead_v1${email.split('@')[0]}`, email, submission: '0abc123' });
  story.send();
  story.tell({ type: 'lead.erased', token: 't', until: START + 26 * HOUR });
  story.signup({ leadId: story.it.id, email, submission: '0abc124' });
  await table.plant(story.it);
  return story.it;
}

/** SES's news of a mail; of the first life unless said otherwise. */
function newsOf(news: News, lead: Lead, tags: Record<string, string> = {}): SQSEvent {
  const record = recordOf(news, lead) as { mail: { tags: Record<string, string[]> } };
  for (const [name, value] of Object.entries(tags)) record.mail.tags[name] = [value];
  return queueEvent([wrappings['as SNS wraps it'](record)]);
}

describe('news of a mail from before an erasure', () => {
  it('stands in no timeline of the life after it', async () => {
    const lead = await again('anna@voorbeeld.be');
    for (const news of ['delivery', 'open', 'bounce-transient'] as const) await feedback(newsOf(news, lead));
    expect(await table.timeline(lead)).toEqual([]);
    expect(await table.load(lead)).toEqual(lead);
  });

  it.each([
    ['complaint', 'complained'],
    ['bounce-permanent', 'bounced'],
  ] as const)('that says the address must not be written to (%s) is heard all the same', async (news, is) => {
    const lead = await again(`${is}@voorbeeld.be`);
    await feedback(newsOf(news, lead));
    expect(await table.load(lead)).toMatchObject({ generation: 2, mailability: is });
  });
});

describe('news of a mail', () => {
  it('is told with what kind of mail it was and when it was recorded, the first time', async () => {
    const lead = await again('berta@voorbeeld.be');
    const mail = { class: 'nurture', template: 'awareness-1', sequence: 'awareness', step: 'one' };
    await feedback(newsOf('delivery', lead, { generation: '2', ...mail }));
    const [first] = await readAllRecorded(table, lead.id);
    clock.later(HOUR);
    await feedback(newsOf('delivery', lead, { generation: '2', ...mail }));
    expect(await readAllRecorded(table, lead.id)).toEqual([first]);
    expect(first).toMatchObject({ generation: 2, activities: [{ type: 'email.delivered', ...mail }] });
    expect(Math.abs((first?.recordedAt ?? 0) - clock.now().machine)).toBeLessThan(2 * HOUR);
  });

  it('that suppresses is counted by the step of its mail', async () => {
    const lead = await again('carla@voorbeeld.be');
    const mail = { class: 'nurture', template: 'awareness-1', sequence: 'awareness', step: 'one' };
    await feedback(newsOf('complaint', lead, { generation: '2', ...mail }));
    expect((await table.load(lead)).activities[0]).toMatchObject({ type: 'email.complained', ...mail });
  });
});
