import { describe, expect, it } from 'vitest';
import { deliveryHash } from '../../shared/actions/lead/lead-id.ts';
import { RulesSource } from '../../shared/actions/programme/rules-source.ts';
import { LOCAL_HOLD } from '../../shared/actions/traces/hold.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import { putMoment } from '../../shared/store/timeline.ts';
import { DAY } from '../domain/story.ts';
import { browser } from '../gateway.ts';
import { BASE_URL, linkKeys } from '../suite-table.ts';
import { Door, SEND, subscribed, tampered } from './door.ts';

const door = new Door().open();
const TARGET = 'https://acme.example/pricing?plan=b&utm_source=kweek';
const clickLink = (lead: Lead, url = TARGET, index = 0) =>
  door.link('click', lead, { sendId: SEND, index, content: 'awareness-1', url, intent: 'high' });

describe('a tracked link', () => {
  it('leads to the address that was signed, and to no other', async () => {
    const lead = await door.plant(subscribed);
    const answer = await door.call(
      `${clickLink(lead)}?url=https://evil.example&redirect=https://evil.example`,
    );
    expect(answer).toMatchObject({ status: 302, body: '' });
    expect(answer.headers).toMatchObject({ location: TARGET, 'cache-control': 'no-store' });
    expect(answer.headers).not.toHaveProperty('set-cookie');
    for (const wrong of [tampered(clickLink(lead)), '/l/click/https://evil.example', '/l/click/x']) {
      const refused = await door.call(wrong);
      expect(refused.status).toBe(404);
      expect(refused.headers).not.toHaveProperty('location');
      expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it.each([
    ['https://acme.example/één?naam=Zoë', 'https://acme.example/%C3%A9%C3%A9n?naam=Zo%C3%AB'],
    ['https://acme.example/指南#🎁', 'https://acme.example/%E6%8C%87%E5%8D%97#%F0%9F%8E%81'],
    ['https://bücher.example/a%20b', 'https://xn--bcher-kva.example/a%20b'],
  ])('with letters outside ASCII (%s) leads there too', async (url, location) => {
    const lead = await door.plant(subscribed);
    const answer = await door.call(clickLink(lead, url));
    expect([answer.status, answer.headers.location]).toEqual([302, location]);
  });

  it('followed by a person counts when its hold is over, once per link of a mail', async () => {
    const lead = await door.plant(subscribed);
    await door.call(clickLink(lead));
    const held = await door.load(lead);
    expect(held).toMatchObject({
      version: lead.version + 1,
      interactions: lead.interactions,
      activities: [],
    });
    expect(held.traces).toMatchObject([{ kind: 'click', sendId: SEND, link: 0, content: 'awareness-1' }]);
    expect(held.due?.at).toBeLessThanOrEqual(door.clock.now().programme + LOCAL_HOLD.verdict);
    expect(await door.judge(lead)).toEqual(held);
    door.clock.later(LOCAL_HOLD.verdict);
    const clicked = await door.judge(lead);
    expect(clicked).toMatchObject({ traces: [], interactions: lead.interactions + 1 });
    expect(clicked.activities[0]).toMatchObject({
      type: 'email.clicked',
      sendId: SEND,
      content: 'awareness-1',
      link: 0,
      intent: 'high',
    });
    expect(clicked.engagement.events.at(-1)).toMatchObject({ type: 'email.clicked', intent: 'high' });
    await door.call(clickLink(lead));
    expect(await door.load(lead)).toEqual(clicked);
    expect(await door.moments(lead)).toMatchObject([{ type: 'email.clicked', scored: false }]);
    await door.call(clickLink(lead, 'https://acme.example/read', 1));
    door.clock.later(LOCAL_HOLD.verdict);
    expect(await door.judge(lead)).toMatchObject({ interactions: lead.interactions + 2 });
  });

  it('followed with another within three seconds is a machine’s: both lead on, stand in the timeline, and are worth nothing', async () => {
    const lead = await door.plant(subscribed);
    const links = [clickLink(lead), clickLink(lead, 'https://acme.example/read', 1)];
    for (const link of links) expect((await door.call(link)).status).toBe(302);
    door.clock.later(LOCAL_HOLD.verdict);
    const judged = await door.judge(lead);
    expect(judged).toMatchObject({
      traces: [],
      interactions: lead.interactions,
      engagement: lead.engagement,
      nurtureStage: lead.nurtureStage,
    });
    const machine = { type: 'email.clicked', machine: true, scored: false, why: 'burst' };
    expect(judged.activities).toMatchObject([machine, machine]);
    // A later normal click by the same lead counts.
    await door.call(clickLink(lead));
    door.clock.later(LOCAL_HOLD.verdict);
    expect(await door.judge(lead)).toMatchObject({ interactions: lead.interactions + 1 });
  });

  it('followed within seconds of the delivery is a scanner’s, also when the delivery is told later', async () => {
    const lead = await door.plant(subscribed);
    await door.call(clickLink(lead));
    const delivered = { type: 'email.delivered', at: door.clock.now().programme, sendId: SEND };
    const hash = `${deliveryHash(SEND)}x`;
    await putMoment(door.table, lead.id, lead.generation, hash, delivered, door.clock.now().machine);
    door.clock.later(LOCAL_HOLD.verdict);
    expect((await door.judge(lead)).activities).toMatchObject([{ machine: true, why: 'at_delivery' }]);
  });

  it('leads on and is noted nowhere once the lead has withdrawn the consent to be seen', async () => {
    const lead = await door.plant((story) => {
      subscribed(story);
      const { consent } = story.it;
      const tracking = { granted: true, at: story.now };
      story.lead = { ...story.it, consent: { ...consent, tracking } };
      story.tell({ type: 'preferences.changed', at: story.now, generation: 1, tracking: false, proof: {} });
    });
    const headers = { 'user-agent': 'curl/8.5.0' };
    for (const how of [{}, { headers }]) {
      const answer = await door.call(clickLink(lead), how);
      expect([answer.status, answer.headers.location]).toEqual([302, TARGET]);
    }
    expect(await door.load(lead)).toEqual(lead);
    expect(await door.moments(lead)).toEqual([]);
  });

  it.each([
    ['a HEAD request', 'HEAD', undefined],
    ['an empty agent', 'GET', ''],
    ['a known robot', 'GET', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['a script', 'GET', 'curl/8.5.0'],
  ])(
    'followed by a machine (%s) leads on and scores nothing, and the timeline says so',
    async (_, method, agent) => {
      const lead = await door.plant(subscribed);
      const headers = agent === undefined ? {} : { 'user-agent': agent };
      const answer = await door.call(clickLink(lead), { method, headers });
      expect([answer.status, answer.headers.location]).toEqual([302, TARGET]);
      await door.call(clickLink(lead), { method, headers });
      door.clock.later(LOCAL_HOLD.verdict);
      expect(await door.judge(lead)).toMatchObject({
        traces: [],
        interactions: lead.interactions,
        engagement: lead.engagement,
      });
      expect(await door.moments(lead)).toMatchObject([
        { type: 'email.clicked', sendId: SEND, machine: true, scored: false },
      ]);
      // A person's click after it counts.
      await door.call(clickLink(lead));
      door.clock.later(LOCAL_HOLD.verdict);
      expect(await door.judge(lead)).toMatchObject({ interactions: lead.interactions + 1 });
    },
  );

  it('E16: followed after unsubscribing is noted and brings nobody back: no score, no enrollment', async () => {
    const lead = await door.plant((story) => {
      subscribed(story);
      story.unsubscribe();
    });
    const answer = await door.call(clickLink(lead));
    expect([answer.status, answer.headers.location]).toEqual([302, TARGET]);
    door.clock.later(LOCAL_HOLD.verdict);
    expect(await door.judge(lead)).toEqual(lead);
    expect(await door.moments(lead)).toMatchObject([{ type: 'email.clicked', scored: false }]);
  });

  it('leads on for a lead that is gone, and for one of another life, and counts for neither', async () => {
    const lead = await door.plant(subscribed);
    for (const stranger of [
      { ...lead, id: `lead_v1${'b'.repeat(26)}` },
      { ...lead, generation: 2 },
    ]) {
      expect((await door.call(clickLink(stranger))).status).toBe(302);
    }
    expect(await door.load(lead)).toEqual(lead);
  });
});

it('a click leads on even when nothing can be recorded', async () => {
  const lead = await door.plant(subscribed);
  const { openContext } = await import('../../functions/environment.ts');
  const { linksApp } = await import('../../functions/links/app.tsx');
  const context = openContext();
  const table = { ...context.table, name: 'a-table-that-is-not-there' };
  const app = linksApp(
    { ...context, table, rules: new RulesSource(table) },
    parseKeyRing(linkKeys),
    BASE_URL,
  );
  const answer = await app.request(clickLink(lead), { headers: { 'user-agent': browser } });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, TARGET]);
});

describe('a magnet’s link', () => {
  const magnetLink = (lead: Lead, magnet = 'guide') =>
    door.link('magnet', lead, {
      magnet,
      form: 'guide',
      language: 'en',
      expires: door.clock.now().machine + 14 * DAY,
    });

  it('leads to the magnet while it lasts, and is gone after that, by machine time', async () => {
    const lead = await door.plant(subscribed);
    const link = magnetLink(lead);
    door.clock.laterProgramme(60 * DAY);
    const answer = await door.call(link);
    expect([answer.status, answer.headers.location]).toEqual([302, 'https://kweek.example/guide']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    door.clock.laterMachine(14 * DAY);
    const late = await door.call(link);
    expect(late.status).toBe(410);
    expect(late.headers).not.toHaveProperty('location');
    expect(late.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('of a magnet that is no longer published, or that was changed, is not found', async () => {
    const lead = await door.plant(subscribed);
    for (const wrong of [
      magnetLink(lead, 'old'),
      magnetLink(lead, 'constructor'),
      tampered(magnetLink(lead)),
    ]) {
      expect((await door.call(wrong)).status).toBe(404);
    }
  });
});
