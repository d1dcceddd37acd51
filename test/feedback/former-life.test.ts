import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchFailures } from '../../functions/batch.ts';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { mergeLead } from '../../shared/actions/lead/merge-leads.ts';
import { eraseLead } from '../../shared/actions/privacy/erase-lead.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { readAllRecorded } from '../../shared/store/recorded.ts';
import { HOUR, Story } from '../domain/story.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
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

describe('news of a mail to somebody who is erased', () => {
  /** A lead that was mailed and erased. */
  async function gone(email: string): Promise<Lead> {
    const story = new Story(rules);
    story.lead = await again(email);
    story.tell({ type: 'lead.erased', token: 't', until: START + 26 * HOUR });
    await table.plant(story.it);
    return { ...story.it, email };
  }

  it.each([
    ['complaint', 'complained'],
    ['bounce-permanent', 'bounced'],
  ] as const)('that its address must not be written to (%s) is kept, and nothing else', async (news, is) => {
    const lead = await gone(`gone-${is}@voorbeeld.be`);
    for (let times = 0; times < 2; times++) await feedback(newsOf(news, lead));
    const kept = await table.load(lead);
    expect(kept).toMatchObject({
      mailability: 'erased',
      suppression: is,
      version: lead.version + 1,
      email: '',
    });
    expect(await table.timeline(lead)).toEqual([]);
    const story = new Story(rules);
    story.lead = kept;
    story.signup({ leadId: lead.id, email: lead.email, submission: '0abc125' });
    expect(story.it).toMatchObject({ mailability: is, generation: lead.generation + 1, openSends: [] });
  });

  it('that is about another address, or a mailbox that is full, changes nothing', async () => {
    const lead = await gone('gone-nothing@voorbeeld.be');
    const before = await table.load(lead);
    await feedback(newsOf('bounce-transient', lead));
    const foreign = recordOf('bounce-permanent', lead) as { mail: { destination: string[] } };
    foreign.mail.destination = ['somebody.else@voorbeeld.be'];
    await feedback(queueEvent([wrappings['as SNS wraps it'](foreign)]));
    expect(await table.load(lead)).toEqual(before);
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

describe('news of a mail to an address of before a merge', () => {
  /** Three who are one person, the last of whom is kept. */
  async function merged(name: string): Promise<[Lead, Lead, Lead]> {
    const { openContext } = await import('../../functions/environment.ts');
    const context = openContext();
    const begin = async (email: string) => {
      const story = new Story(rules);
      story.now = START;
      story.signup({ leadId: leadIdOf(email, idKey), email, submission: '0abc123' }).confirm();
      await table.plant(story.it);
      return story.it;
    };
    const first = await begin(`${name}@first.example`);
    const second = await begin(`${name}@second.example`);
    const kept = await begin(`${name}@kept.example`);
    await mergeLead(context, first.id, second.id, { by: 'key' });
    await mergeLead(context, second.id, kept.id, { by: 'key' });
    return [first, second, kept];
  }

  it('that bounced suppresses that address alone, once, and is told with the person', async () => {
    const [first, second, kept] = await merged('dora');
    for (let times = 0; times < 2; times++) await feedback(newsOf('bounce-permanent', first));
    const alias = await table.load(first);
    expect(alias).toMatchObject({
      mailability: 'erased',
      suppression: 'bounced',
      version: first.version + 2,
    });
    expect(await table.load(second)).not.toHaveProperty('suppression');
    expect(await table.load(kept)).toMatchObject({ mailability: 'subscribed', version: kept.version + 1 });
    expect(await table.timeline(first)).toMatchObject([{ type: 'email.bounced', bounceType: 'Permanent' }]);
    expect(await table.timeline(kept)).toEqual([]);
  });

  it('that was full for a while neither pauses nor suppresses anybody', async () => {
    const [first, , kept] = await merged('elsa');
    const before = [await table.load(first), await table.load(kept)];
    for (const send of ['send_one', 'send_two', 'send_three'])
      await feedback(
        queueEvent([wrappings['as SNS wraps it'](recordOf('bounce-transient', first, { send }))]),
      );
    expect([await table.load(first), await table.load(kept)]).toEqual(before);
  });

  it('that was called spam is heard of the person; once they are erased, of each of their addresses', async () => {
    const { openContext } = await import('../../functions/environment.ts');
    const [first, second, kept] = await merged('fien');
    await feedback(newsOf('bounce-permanent', second));
    for (let times = 0; times < 2; times++) await feedback(newsOf('complaint', first));
    const left = await table.load(kept);
    expect(left).toMatchObject({ mailability: 'complained', version: kept.version + 2 });
    expect(left.enrollments.every(({ status }) => status !== 'active')).toBe(true);
    await eraseLead(openContext(), second.id);
    for (const lead of [first, second, kept]) {
      const gone = await table.load(lead);
      expect(gone).toMatchObject({ mailability: 'erased', suppression: 'complained' });
      expect(gone).not.toHaveProperty('aliasOf');
    }
  });
});
