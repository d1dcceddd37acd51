import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { BatchFailures } from '../../functions/batch.ts';
import { changeLead } from '../../shared/actions/lead/change-lead.ts';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { LOCAL_HOLD } from '../../shared/actions/traces/hold.ts';
import { judgeTraces } from '../../shared/actions/traces/judge-traces.ts';
import { recordClick } from '../../shared/actions/traces/record-click.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { setControl } from '../../shared/store/sending.ts';
import { HOUR, Story } from '../domain/story.ts';
import { type DynamoDbProxy, startDynamoDbProxy } from '../dynamodb-proxy.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { START, TestClock } from '../test-clock.ts';
import { asOfNow, type News, queueEvent, recordOf, wrappings } from './ses-news.ts';

const config = sampleProgramme();
const rules = rulesOf(config);
let proxy: DynamoDbProxy;
let table: SuiteTable;
let clock: TestClock;
let feedback: (event: SQSEvent) => Promise<BatchFailures>;
beforeAll(async () => {
  proxy = await startDynamoDbProxy(inject('dynamodb'));
  table = await openSuiteTable({ proxy: proxy.endpoint });
  clock = new TestClock();
  await table.publish(config);
  feedback = (await import('../../functions/feedback/index.ts')).handler;
});
afterAll(async () => {
  await table?.drop();
  await proxy?.stop();
});
beforeEach(() => proxy.clear());

let people = 0;
/** A lead whose first nurture mail is claimed, and perhaps more. */
async function claimed(more: (story: Story) => unknown = () => {}): Promise<Lead> {
  const email = `Person${++people}@voorbeeld.be`;
  const story = new Story(rules);
  story.now = START;
  story.signup({ leadId: leadIdOf(email.toLowerCase(), idKey), email, submission: '0abc123' });
  story.send();
  story.confirm();
  story.accept(story.claim() as never);
  story.claim();
  more(story);
  const [send] = story.it.openSends;
  const lead = send
    ? { ...story.it, openSends: [{ ...send, sendId: 'send_k7q2m5xw3n6tz4cb2ahf7jdpya' }] }
    : story.it;
  await table.plant(lead);
  return lead;
}

const tell = (...records: object[]) => feedback(queueEvent(records.map(wrappings['as SNS wraps it'])));
const typesOf = async (lead: Lead) => (await table.timeline(lead)).map((moment) => moment.type).sort();

describe('SES’s news', () => {
  it.each(Object.entries(wrappings))('%s is read: its Send confirms the mail', async (_, wrap) => {
    const lead = await claimed();
    expect(await feedback(queueEvent([wrap(recordOf('send', lead))]))).toEqual({ batchItemFailures: [] });
    const sent = await table.load(lead);
    expect(sent).toMatchObject({
      version: lead.version + 1,
      openSends: [],
      enrollments: [{ sequence: 'awareness', step: 2 }],
    });
    expect(sent.activities).toMatchObject([
      { type: 'email.sent', messageId: '010201988f2c41d7-3f0c9a3e-77aa-4b1e-9d53-0a4b1c2d3e4f-000000' },
    ]);
  });

  it.each<News>(['delivery', 'open', 'bounce-transient', 'complaint-not-spam'])(
    'of any kind (%s) proves that SES has the mail, before the worker says so, and the worker changes nothing after it',
    async (news) => {
      const lead = await claimed();
      await tell(recordOf(news, lead));
      const sent = await table.load(lead);
      // A bounce for a while is remembered, too.
      const saves = news === 'bounce-transient' ? 2 : 1;
      expect(sent).toMatchObject({
        version: lead.version + saves,
        openSends: [],
        enrollments: [{ step: 2 }],
      });
      expect(sent.mailability).toBe('subscribed');
      const { openContext } = await import('../../functions/environment.ts');
      const sendId = lead.openSends[0]?.sendId ?? '';
      const worker = { type: 'send.accepted' as const, sendId, messageId: 'm', by: 'worker' as const };
      expect(await changeLead(openContext(), lead.id, worker, lead)).toMatchObject({ changed: false });
    },
  );

  it('that leaves the lead as it is stands in its timeline once, at its own time', async () => {
    const lead = await claimed();
    await tell(recordOf('send', lead), recordOf('delivery', lead), recordOf('open', lead));
    await tell(recordOf('open', lead), recordOf('delivery', lead));
    // Nobody agreed to be seen opening it.
    expect(await typesOf(lead)).toEqual(['email.delivered']);
    const [delivered] = (await table.timeline(lead)).filter(({ type }) => type === 'email.delivered');
    expect(delivered?.at).toBe(clock.toProgramme(Date.parse(asOfNow('2026-11-22T10:15:31.480Z'))));
    expect((await table.load(lead)).engagement).toEqual(lead.engagement);
  });

  it.each([
    ['three hours ahead of ours', 3 * HOUR],
    ['three hours ago', -3 * HOUR],
  ])('E21: is believed about when it was, be it %s', async (_, away) => {
    const at = Math.floor(Date.now() / 1_000) * 1_000 + away;
    const timestamp = new Date(at).toISOString();
    const stamped = (news: 'delivery' | 'bounce-permanent', lead: Lead) => {
      const record = recordOf(news, lead) as Record<string, object>;
      const part = news === 'delivery' ? 'delivery' : 'bounce';
      return { ...record, [part]: { ...record[part], timestamp } };
    };
    const lead = await claimed();
    await tell(stamped('delivery', lead));
    await tell(stamped('bounce-permanent', lead));
    const delivered = (await table.timeline(lead)).find(({ type }) => type === 'email.delivered');
    expect(delivered?.at).toBe(clock.toProgramme(at));
    expect((await table.load(lead)).activities[0]).toMatchObject({
      type: 'email.bounced',
      at: clock.toProgramme(at),
    });
  });

  it('of a permanent bounce stops all mail to the address', async () => {
    const lead = await claimed();
    await tell(recordOf('bounce-permanent', lead));
    const bounced = await table.load(lead);
    expect(bounced).toMatchObject({
      mailability: 'bounced',
      openSends: [],
      requests: [],
      enrollments: [{ status: 'exited' }],
      consent: { marketing: { granted: false } },
    });
    expect(bounced.due?.lane).not.toBe(1);
    expect(bounced.activities[0]).toMatchObject({ type: 'email.bounced', subType: 'General' });
  });

  it('of a transient bounce is noted and suppresses nothing', async () => {
    const lead = await claimed();
    await tell(recordOf('bounce-transient', lead));
    expect(await table.load(lead)).toMatchObject({
      mailability: 'subscribed',
      enrollments: [{ status: 'active' }],
    });
    expect(await table.timeline(lead)).toMatchObject([
      { type: 'email.bounced', bounceType: 'Transient', subType: 'MailboxFull' },
    ]);
  });

  it('of a complaint suppresses for good and takes the score; “not spam” is no complaint', async () => {
    const lead = await claimed();
    await tell(recordOf('complaint-not-spam', lead));
    expect(await table.load(lead)).toMatchObject({ mailability: 'subscribed' });
    await tell(recordOf('complaint', lead));
    const complained = await table.load(lead);
    expect(complained).toMatchObject({ mailability: 'complained', enrollments: [{ status: 'exited' }] });
    expect(engagementAt(complained.engagement, config.scoring, clock.now().programme)).toBe(0);
  });

  it('about somebody else’s address suppresses nobody and stands in no timeline', async () => {
    const lead = await claimed();
    await tell(recordOf('send', lead));
    const sent = await table.load(lead);
    for (const news of ['bounce-permanent', 'complaint'] as const) {
      await tell(recordOf(news, lead, { to: 'someone@elsewhere.example' }));
    }
    expect(await table.load(lead)).toEqual(sent);
    expect(await table.timeline(lead)).toEqual([]);
  });

  it('about the lead’s address in other letters is about the lead', async () => {
    const lead = await claimed();
    await tell(recordOf('bounce-permanent', lead, { to: lead.email.toLowerCase() }));
    expect(await table.load(lead)).toMatchObject({ mailability: 'bounced' });
  });

  it('about mail that is not ours, or of leads that are gone, is passed over', async () => {
    const lead = await claimed();
    const foreign = recordOf('bounce-permanent', lead) as { mail: { tags?: object } };
    foreign.mail.tags = { 'ses:operation': ['SendEmail'] };
    const gone = recordOf('delivery', { ...lead, id: `lead_v1${'z'.repeat(26)}` });
    expect(await tell(foreign, gone)).toEqual({ batchItemFailures: [] });
    expect(await table.load(lead)).toEqual(lead);
  });
});

describe('in whatever order and however often it comes', () => {
  it.each<News>(['send', 'delivery', 'bounce-permanent', 'bounce-transient', 'complaint', 'open'])(
    'E18: %s delivered three times, together and apart, has one effect',
    async (news) => {
      const lead = await claimed();
      const record = recordOf(news, lead);
      await tell(record);
      const once = await table.load(lead);
      const timeline = await table.timeline(lead);
      await tell(record, record, record);
      await tell(record);
      expect(await table.load(lead)).toEqual(once);
      expect(await table.timeline(lead)).toEqual(timeline);
      expect(once.version - lead.version).toBeLessThanOrEqual(2);
    },
  );

  const told = async (lead: Lead) => {
    const { mailability, openSends, requests, enrollments, engagement, consent } = await table.load(lead);
    // How far a sequence had come that the lead has left is of no consequence.
    const steps = enrollments.map(({ sequence, status, step }) => [
      sequence,
      status,
      status === 'active' && step,
    ]);
    const score = engagementAt(engagement, config.scoring, START + HOUR);
    return { mailability, openSends, requests, steps, granted: consent.marketing?.granted, score };
  };

  it.each<[string, News[]]>([
    ['open, delivery, send', ['send', 'delivery', 'open']],
    ['bounce, delivery, send', ['send', 'delivery', 'bounce-permanent']],
    ['complaint, open, delivery, send', ['send', 'delivery', 'open', 'complaint']],
  ])('E19: reversed (%s) makes the same lead and the same timeline', async (_, order) => {
    const straight = await claimed();
    const reversed = await claimed();
    for (const news of order) await tell(recordOf(news, straight));
    for (const news of [...order].reverse()) await tell(recordOf(news, reversed));
    const [a, b] = [await told(straight), await told(reversed)];
    expect({ ...b, score: 0 }).toEqual({ ...a, score: 0 });
    expect(b.score).toBeCloseTo(a.score, 9);
    expect(await typesOf(reversed)).toEqual(await typesOf(straight));
    // All in one batch, too.
    const together = await claimed();
    await tell(...[...order].reverse().map((news) => recordOf(news, together)));
    expect({ ...(await told(together)), score: 0 }).toEqual({ ...a, score: 0 });
  });

  it('E19: click, delivery, send is the same as send, delivery, click', async () => {
    const { openContext } = await import('../../functions/environment.ts');
    const click = ({ id, openSends: [send] }: Lead) =>
      recordClick(openContext(), {
        ...{ leadId: id, generation: 1, content: 'awareness-1', index: 0, human: true, ip: '' },
        sendId: send?.sendId ?? '',
      });
    const [straight, reversed] = [await claimed(), await claimed()];
    // Delivered before the click, whenever it is told: a click at the delivery would be a scanner's.
    const delivery = (lead: Lead) => ({
      ...recordOf('delivery', lead),
      delivery: { timestamp: asOfNow('2026-11-22T10:14:00Z'), recipients: [lead.email] },
    });
    await tell(recordOf('send', straight), delivery(straight));
    await click(straight);
    await click(reversed);
    await tell(delivery(reversed));
    await tell(recordOf('send', reversed));
    clock.later(LOCAL_HOLD.verdict);
    for (const lead of [straight, reversed]) {
      await judgeTraces(openContext(), await table.load(lead));
      expect(await table.load(lead)).toMatchObject({ interactions: 1 });
    }
    const [a, b] = [await told(straight), await told(reversed)];
    expect({ ...b, score: 0 }).toEqual({ ...a, score: 0 });
    expect(b.score).toBeCloseTo(a.score, 4);
    expect(await typesOf(reversed)).toEqual(await typesOf(straight));
  });

  it('E20: a delivery that comes after a permanent bounce of the same mail changes nothing', async () => {
    const lead = await claimed();
    await tell(recordOf('bounce-permanent', lead));
    const bounced = await table.load(lead);
    await tell(recordOf('delivery', lead));
    expect(await table.load(lead)).toEqual(bounced);
  });

  it('a complaint outranks a bounce, and a bounce no complaint', async () => {
    const lead = await claimed();
    await tell(recordOf('bounce-permanent', lead), recordOf('complaint', lead));
    expect(await table.load(lead)).toMatchObject({ mailability: 'complained' });
    const other = await claimed();
    await tell(recordOf('complaint', other), recordOf('bounce-permanent', other));
    expect(await table.load(other)).toMatchObject({ mailability: 'complained' });
  });

  it('of a mail that was sent, after the lead unsubscribed, brings nobody back', async () => {
    const lead = await claimed((story) => story.unsubscribe());
    await tell(recordOf('send', lead), recordOf('delivery', lead), recordOf('open', lead));
    const left = await table.load(lead);
    expect(left).toMatchObject({ mailability: 'unsubscribed', openSends: [] });
    expect(left.activities).toMatchObject([{ type: 'email.sent', inFlightAtUnsubscribe: true }]);
  });
});

describe('a batch', () => {
  const aside = async () => {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :aside',
        ExpressionAttributeValues: { ':aside': { S: 'aside#feedback' } },
      }),
    );
    return Items.map((item) => item.body?.S).sort();
  };

  it('with messages that nobody can read sets those aside, once each, and handles the others', async () => {
    const lead = await claimed();
    const bodies = [
      '{"Type":',
      '{"hello":"world"}',
      JSON.stringify({ notificationType: 'Bounce', mail: {} }),
    ];
    const good = wrappings['as SNS wraps it'](recordOf('send', lead));
    const [first = '', ...rest] = bodies;
    const event = queueEvent([first, good, ...rest]);
    expect(await feedback(event)).toEqual({ batchItemFailures: [] });
    await feedback(event);
    expect(await table.load(lead)).toMatchObject({ openSends: [] });
    expect(await aside()).toEqual([...bodies].sort());
  });

  it('of which one lead cannot be saved reports that lead’s messages alone, and they come again', async () => {
    const [sick, well] = [await claimed(), await claimed()];
    const bodies = [recordOf('send', sick), recordOf('send', well), recordOf('delivery', sick)].map(
      wrappings['as SNS wraps it'],
    );
    const isSick = (r: { operation: string; body: { Item?: { pk?: { S?: string } } } }) =>
      r.operation === 'PutItem' && r.body.Item?.pk?.S === sick.id;
    proxy.intercept({ matches: isSick, outcome: 'fail', times: 4 });
    expect(await feedback(queueEvent(bodies))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }, { itemIdentifier: 'message-3' }],
    });
    expect(await table.load(well)).toMatchObject({ openSends: [] });
    expect(await table.load(sick)).toEqual(sick);
    expect(await feedback(queueEvent(bodies))).toEqual({ batchItemFailures: [] });
    expect(await table.load(sick)).toMatchObject({ openSends: [] });
    expect(await typesOf(sick)).toEqual(['email.delivered']);
  });
});

describe('the breaker', () => {
  it('pauses nurture at the tenth bounce, however often each is told, and not for what SES never sent', async () => {
    const bounceOf = (lead: Lead, n: number, bounceSubType = 'General') => {
      const record = recordOf('bounce-permanent', lead) as {
        mail: { messageId: string };
        bounce: { bounceSubType: string };
      };
      record.mail.messageId = `0102-of-bounce-${n}`;
      record.bounce.bounceSubType = bounceSubType;
      return record;
    };
    const { readControl } = await import('../../shared/store/sending.ts');
    const { changeBlows } = await import('../../shared/store/breaker.ts');
    const paused = async () => (await readControl(table)).nurturePaused;
    await changeBlows(table, 'this test', () => ({ since: 0, bounces: [], complaints: [] }));
    await setControl(table, 'nurturePaused', undefined);
    const leads = await Promise.all(Array.from({ length: 10 }, () => claimed()));
    const [last] = leads;
    for (const [n, lead] of leads.entries()) {
      expect(await paused()).toBeUndefined();
      if (n === 9) await tell(bounceOf(lead, 100, 'OnAccountSuppressionList'));
      expect(await paused()).toBeUndefined();
      const record = bounceOf(lead, n);
      await tell(record, record, record);
      if (n < 9) await tell(record);
    }
    const pause = await paused();
    expect(pause).toMatchObject({
      by: 'breaker',
      reason: expect.stringMatching(/^10 bounces among the last/),
    });
    if (last) await tell(bounceOf(last, 0));
    expect(await paused()).toEqual(pause);
    await setControl(table, 'nurturePaused', undefined);
  });

  it.each(['Reject', 'DeliveryDelay', 'Rendering Failure', 'Subscription', 'Click', 'Something new'])(
    'hears of %s and pauses nothing; what it means for the lead is in its timeline, once, or nowhere',
    async (eventType) => {
      const lead = await claimed();
      const { mail } = recordOf('send', lead) as { mail: object };
      const part = {
        Reject: { reject: { reason: 'Bad content' } },
        DeliveryDelay: {
          deliveryDelay: { delayType: 'MailboxFull', timestamp: asOfNow('2026-11-22T10:16:00Z') },
        },
        'Rendering Failure': { failure: { errorMessage: 'x', templateName: 'y' } },
      }[eventType];
      const record = { eventType, mail, ...part };
      await tell(record, record);
      await tell(record);
      expect(await table.load(lead)).toMatchObject({ mailability: 'subscribed', openSends: [] });
      const told = {
        Reject: 'email.rejected',
        DeliveryDelay: 'email.delayed',
        'Rendering Failure': 'email.failed',
      }[eventType];
      expect(await typesOf(lead)).toEqual(told ? [told] : []);
      expect((await readControlOf()).nurturePaused).toBeUndefined();
    },
  );
});

const readControlOf = async () => (await import('../../shared/store/sending.ts')).readControl(table);
