import { describe, expect, it } from 'vitest';
import type { PreferencesChanged } from '../../shared/domain/lead/lead-event.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { DAY, HOUR, MINUTE, programme, Story } from './story.ts';

const base = programme();
const withTopics = programme({
  settings: {
    ...base.settings,
    topics: [
      { id: 'tips', title: { en: 'Tips' } },
      { id: 'events', title: { en: 'Events' } },
    ],
    languages: ['en', 'nl'],
  },
  sequences: Object.fromEntries(
    Object.entries(base.sequences).map(([slug, one]) => [slug, { ...one, topic: 'tips' }]),
  ),
});

const choose = (story: Story, wish: Partial<PreferencesChanged>) =>
  story.tell({ type: 'preferences.changed', at: story.now, generation: 1, proof: {}, ...wish });

const subscribed = (rules = rulesOf(withTopics)) => {
  const story = new Story(rules).signup();
  story.send();
  story.later(MINUTE).confirm();
  story.send();
  return story;
};

describe('a pause', () => {
  it('holds nurture back for 30 days, lets through what is asked for, and ends by itself', () => {
    const story = subscribed();
    choose(story, { pause: 'start' });
    expect(story.it).toMatchObject({ mailability: 'paused', pausedUntil: story.now + 30 * DAY });
    story.later(HOUR).signup({ magnet: 'checklist' });
    const sent = story.run(40 * DAY);
    expect(sent.map(({ template }) => template)).toEqual(['magnet', 'engagement-1', 'engagement-2']);
    expect(sent[0]?.after).toBe(0);
    expect(sent[1]?.after).toBe(30 * DAY - HOUR);
    expect(story.it).toMatchObject({ mailability: 'subscribed' });
    expect(story.it).not.toHaveProperty('pausedUntil');
    expect(story.types).toEqual(expect.arrayContaining(['lead.paused', 'lead.resumed']));
  });

  it('is not made longer by asking again, and ends when the lead says so', () => {
    const story = subscribed();
    choose(story, { pause: 'start' });
    const until = story.it.pausedUntil;
    const { version } = story.it;
    choose(story.later(DAY), { pause: 'start' });
    expect(story.it).toMatchObject({ pausedUntil: until, version });
    choose(story, { pause: 'end' });
    expect(story.it.mailability).toBe('subscribed');
    expect(story.it).not.toHaveProperty('pausedUntil');
  });

  it('does not outlive an unsubscribe', () => {
    const story = subscribed();
    choose(story, { pause: 'start' });
    story.later(DAY).unsubscribe();
    expect(story.it).not.toHaveProperty('pausedUntil');
    story.run(60 * DAY);
    expect(story.it.mailability).toBe('unsubscribed');
  });

  it('leads back to what the lead agreed to, and not further', () => {
    const story = subscribed();
    story.lead = { ...story.it, consent: {}, mailability: 'paused', pausedUntil: story.now + DAY };
    story.later(DAY).visit();
    expect(story.it.mailability).toBe('requested_only');
  });
});

describe('topics', () => {
  it('end the sequences about them at once, keep the lead out of others, and leave the rest alone', () => {
    const story = subscribed();
    choose(story, { topicsOff: ['tips', 'nonsense'] });
    expect(story.it.preferences).toEqual({ topicsOff: ['tips'], frequency: 'normal' });
    expect(story.it.enrollments).toMatchObject([{ sequence: 'awareness', status: 'exited' }]);
    story.click('send_a');
    story.click('send_b');
    expect(story.it.nurtureStage.state).toBe('engagement');
    expect(story.it.enrollments.map(({ sequence }) => sequence)).toEqual(['awareness']);
    expect(story.run(30 * DAY)).toEqual([]);
    expect(story.it.mailability).toBe('subscribed');
  });

  it('that are on again leave no trace in the item', () => {
    const story = subscribed();
    choose(story, { topicsOff: ['events'], frequency: 'less' });
    choose(story, { topicsOff: [], frequency: 'normal' });
    expect(story.it).not.toHaveProperty('preferences');
  });
});

it('less often: the distance between nurture mails is the longer one', () => {
  const story = subscribed();
  choose(story, { frequency: 'less' });
  expect(story.run(20 * DAY)).toEqual([{ template: 'awareness-2', after: 7 * DAY }]);
});

it('the language is that of the next mail', () => {
  const story = subscribed();
  choose(story, { language: 'nl' });
  expect(story.it.language).toBe('nl');
  expect(story.types).toContain('lead.language_changed');
});

it('consent to be tracked is withdrawn without touching that to marketing, and never given here', () => {
  const story = subscribed();
  choose(story, { tracking: false });
  expect(story.types).not.toContain('consent.withdrawn');
  story.lead = { ...story.it, consent: { ...story.it.consent, tracking: { granted: true, at: 1 } } };
  choose(story, { tracking: false });
  expect(story.it.consent).toMatchObject({ marketing: { granted: true }, tracking: { granted: false } });
  expect(story.timeline.at(-1)).toMatchObject({ type: 'consent.withdrawn', purpose: 'tracking' });
});

it.each(['pending_confirmation', 'unsubscribed', 'bounced', 'complained', 'erased'] as const)(
  'who is %s has nothing to choose',
  (mailability) => {
    const story = subscribed();
    story.lead = { ...story.it, mailability };
    const before = story.it;
    choose(story, { pause: 'start', frequency: 'less', topicsOff: ['tips'], language: 'nl' });
    expect(story.it).toBe(before);
  },
);

it('the same choice again, and one of an earlier life, change nothing', () => {
  const story = subscribed();
  choose(story, { frequency: 'less', topicsOff: ['tips'] });
  const before = story.it;
  choose(story.later(DAY), { frequency: 'less', topicsOff: ['tips'] });
  choose(story, { frequency: 'normal', generation: 2 });
  expect(story.it).toBe(before);
});

it('noreply@ is sent what it asked for, and no nurture mail', () => {
  const story = new Story().signup({ email: 'no-reply@voorbeeld.be', form: 'quick' });
  expect(story.run(30 * DAY).map(({ template }) => template)).toEqual(['magnet']);
});
