import { describe, expect, it } from 'vitest';
import { DAY } from '../domain/story.ts';
import type { Answer } from '../gateway.ts';
import { Door, SEND, subscribed, tampered } from './door.ts';

const door = new Door().open();
const get = (link: string) => door.call(link);
const head = (link: string) => door.call(link, { method: 'HEAD' });
const press = (link: string) => door.call(link, { method: 'POST' });

function expectPage(answer: Answer, status: number) {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^text\/html/);
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers).not.toHaveProperty('set-cookie');
}

describe('the confirmation link', () => {
  it('opened by a scanner or a person shows what will be confirmed, and changes nothing', async () => {
    const lead = await door.plant();
    const link = door.confirmLink(lead);
    const page = await get(link);
    expectPage(page, 200);
    expect(page.body).toContain('Guide');
    expect(page.body).toContain('Yes, write to me.');
    expect(page.body).toMatch(/<form method="post">/);
    expectPage(await head(link), 200);
    await get(link);
    expect(await door.load(lead)).toEqual(lead);
  });

  it('shows the words of each consent as they were agreed to, in whichever form', async () => {
    const again = { submission: '0abc124', consentText: 'news@1', tracking: true };
    const both = await door.plant((story) => {
      story.signup({ ...again, trackingText: 'tracking@1' });
    });
    const words = (body: string) => body.split('Yes, write to me.').length - 1;
    const { body } = await get(door.confirmLink(both));
    expect(body).toContain('You would like to hear from us');
    expect(body).toContain('We may see what you open and click');
    expect(words(body)).toBe(2); // the sample's two consents say the same
    const changed = await door.plant((story) => {
      story.signup({ ...again, trackingText: 'tracking@0' });
    });
    expect(words((await get(door.confirmLink(changed))).body)).toBe(1);
  });

  it('confirms by its button, once: consent becomes real and what was asked for is on its way', async () => {
    const lead = await door.plant();
    const link = door.confirmLink(lead);
    const pressed = await press(link);
    expectPage(pressed, 200);
    expect(pressed.body).toContain('Guide');
    const confirmed = await door.load(lead);
    expect(confirmed).toMatchObject({
      version: lead.version + 1,
      mailability: 'subscribed',
      consent: { marketing: { granted: true, text: 'news@1' } },
      requests: [{ class: 'magnet', magnet: 'guide' }],
      enrollments: [{ sequence: 'awareness', status: 'active' }],
      due: { lane: 0 },
    });
    expect(confirmed.activities[0]).toMatchObject({
      type: 'lead.confirmed',
      ip: '203.0.113.7',
      method: 'button behind the mailed link',
    });
    expectPage(await press(link), 200);
    expectPage(await get(link), 200);
    expect(await door.load(lead)).toEqual(confirmed);
  });

  it('works for 14 days of machine time, however much of the programme passes', async () => {
    const lead = await door.plant();
    const link = door.confirmLink(lead);
    door.clock.laterProgramme(30 * DAY);
    door.clock.laterMachine(14 * DAY - 60_000);
    expectPage(await get(link), 200);
    door.clock.laterMachine(60_000);
    expectPage(await get(link), 410);
    expectPage(await press(link), 410);
    expect(await door.load(lead)).toEqual(lead);
  });

  it('that somebody changed, made for something else or made up is not found', async () => {
    const lead = await door.plant();
    const link = door.confirmLink(lead);
    const unsubscribe = door.link('unsubscribe', lead, { sendId: SEND });
    for (const wrong of [
      tampered(link),
      link.slice(0, -4),
      `${link}A`,
      unsubscribe.replace('unsubscribe', 'confirm'),
      '/l/confirm/k1.AAAA',
      '/l/confirm/nothing',
      '/l/elsewhere',
    ]) {
      for (const answer of [await get(wrong), await press(wrong)]) {
        expectPage(answer, 404);
        expect(answer.body).not.toContain(lead.email);
      }
    }
    expect(await door.load(lead)).toEqual(lead);
  });

  it('of a life that is over is not found', async () => {
    const lead = await door.plant();
    const link = door.confirmLink({ ...lead, generation: 2 });
    expectPage(await get(link), 404);
    expectPage(await press(link), 404);
    expect(await door.load(lead)).toEqual(lead);
  });

  it('of who has unsubscribed since confirms nothing and does not say it did', async () => {
    const lead = await door.plant((story) => {
      subscribed(story);
      story.unsubscribe();
    });
    const link = door.confirmLink(lead);
    expectPage(await get(link), 404);
    expectPage(await press(link), 404);
    expect(await door.load(lead)).toEqual(lead);
  });

  it('E17: of who came back after unsubscribing lifts that, and nothing before the button does', async () => {
    const lead = await door.plant((story) => {
      subscribed(story);
      story.unsubscribe();
      story.signup({ submission: '0abc124' });
    });
    expect(lead).toMatchObject({ mailability: 'unsubscribed', consent: { marketing: { granted: false } } });
    const link = door.confirmLink(lead);
    expectPage(await get(link), 200);
    expect(await door.load(lead)).toEqual(lead);
    expectPage(await press(link), 200);
    const back = await door.load(lead);
    expect(back).toMatchObject({ mailability: 'subscribed', consent: { marketing: { granted: true } } });
    expect(back).not.toHaveProperty('unsubscribedAt');
  });
});
