import { describe, expect, it } from 'vitest';
import { MOST_TRACES, type Trace } from '../../shared/domain/score/trace.ts';
import { verdictOn } from '../../shared/domain/score/verdict.ts';
import { networkOf } from '../../shared/domain/signup/network.ts';
import { DAY, Story } from './story.ts';

const SENT = 1_000_000;
const HOLD = 120_000;
const seconds = (count: number) => SENT + count * 1_000;

/** A click so many seconds after the mail was sent. */
const click = (at: number, link = 0, more: Partial<Trace> = {}): Trace => ({
  ...{ kind: 'click', sendId: 'send_a', link, at: seconds(at), seenAt: seconds(at), sentAt: SENT },
  judgeAt: seconds(at) + HOLD,
  ...more,
});
const from = (at: number, link: number, ip: string) => {
  const network = networkOf(ip);
  return click(at, link, network ? { network } : {});
};
const judge = (traces: Trace[], delivered: Record<string, number> = {}) =>
  traces.map((trace) => verdictOn(trace, traces, { delivered, scannedFor: 10_000 }));

describe('a click is a machine’s', () => {
  it.each<[string, Trace[], (string | undefined)[]]>([
    ['alone, a minute after the mail: a person', [click(60)], [undefined]],
    ['within ten seconds of sending', [click(9.999)], ['at_delivery']],
    ['ten seconds after it: a person', [click(10)], [undefined]],
    ['two links within three seconds', [click(60, 0), click(63, 1)], ['burst', 'burst']],
    ['two links further apart: a person', [click(60, 0), click(63.001, 1)], [undefined, undefined]],
    ['the same link twice: a person', [click(60), click(61)], [undefined, undefined]],
    [
      'two links of two mails: a person',
      [click(60, 0), click(61, 1, { sendId: 'send_b' })],
      [undefined, undefined],
    ],
    [
      'three networks within thirty seconds',
      [from(60, 0, '192.0.2.1'), from(75, 0, '198.51.100.1'), from(90, 0, '203.0.113.9')],
      ['networks', 'networks', 'networks'],
    ],
    [
      'three networks in more than that: a person',
      [from(60, 0, '192.0.2.1'), from(75, 0, '198.51.100.1'), from(91, 0, '203.0.113.9')],
      [undefined, undefined, undefined],
    ],
    [
      'three addresses of one /24: a person',
      [from(60, 0, '192.0.2.1'), from(65, 0, '192.0.2.2'), from(70, 0, '192.0.2.250')],
      [undefined, undefined, undefined],
    ],
    [
      'every link and the way out within a minute',
      [
        click(60, 0, { links: 2 }),
        click(80, 1, { links: 2 }),
        click(119, 0, { kind: 'unsubscribe', settled: true }),
      ],
      ['every_link', 'every_link', undefined],
    ],
    [
      'every link but the way out: a person',
      [click(60, 0, { links: 2 }), click(80, 1, { links: 2 })],
      [undefined, undefined],
    ],
  ])('%s', (_, traces, verdicts) => {
    expect(judge(traces)).toEqual(verdicts);
    // Whatever order they are told in.
    expect(judge([...traces].reverse())).toEqual([...verdicts].reverse());
  });

  it('by the delivery, when SES has told of it, rather than by the sending', () => {
    expect(judge([click(60)], { send_a: seconds(55) })).toEqual(['at_delivery']);
    expect(judge([click(60)], { send_a: seconds(49) })).toEqual([undefined]);
  });
});

describe('an open', () => {
  const open = (at: number, more: Partial<Trace> = {}) => click(at, 0, { kind: 'open', ...more });

  it.each<[string, Trace, string | undefined]>([
    ['a minute after the mail: a person', open(60), undefined],
    ['within ten seconds of the delivery', open(9.999), 'at_delivery'],
    ['for Apple’s proxy, soon after the delivery', open(3_599, { proxy: true }), 'proxy'],
    ['by an agent of that name hours later: a person', open(3_600, { proxy: true }), undefined],
  ])('%s', (_, trace, verdict) => {
    expect(judge([trace])).toEqual([verdict]);
  });

  it('tells nothing of a click, nor a click of it', () => {
    expect(judge([open(60), click(61), open(62)])).toEqual([undefined, undefined, undefined]);
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.254', true],
    ['192.0.2.1', '192.0.3.1', false],
    ['::ffff:192.0.2.1', '192.0.2.9', true],
    ['2001:db8:1:2::1', '2001:db8:1:ffff::9', true],
    ['2001:0db8:0001::1', '2001:db8:1:0:0:0:0:2', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['::1', '::2', true],
  ])('of %s and %s is the same: %s', (a, b, same) => {
    expect(networkOf(a) === networkOf(b)).toBe(same);
    expect(networkOf(a)).toBeDefined();
  });

  it.each(['', 'unknown', 'fe80', '1.2.3', '2001:db8:1'])('of “%s” is not known', (ip) => {
    expect(networkOf(ip)).toBeUndefined();
  });
});

describe('a lead', () => {
  const reader = () => {
    const story = new Story().signup();
    story.send();
    story.confirm();
    story.send();
    return story.later(DAY);
  };
  const see = (story: Story, link: number, more: Partial<Trace> = {}) => {
    const { now: at } = story;
    const seen = { at, seenAt: at, judgeAt: at + HOLD };
    const trace: Trace = { kind: 'click', sendId: 'send_a', link, content: 'a', ...seen, ...more };
    return story.tell({ type: 'trace.seen', generation: 1, trace });
  };
  const judged = { type: 'traces.judged', delivered: {}, scannedFor: 10_000 } as const;

  it('holds a click until its hold is over; then it counts, as of when it was done', () => {
    const story = see(reader(), 0);
    const [clickedAt, before] = [story.now, story.it];
    expect(before).toMatchObject({ interactions: 0, activities: [] });
    expect(before.due?.at).toBeLessThanOrEqual(clickedAt + HOLD);
    story.later(HOLD - 1).tell(judged);
    expect(story.it).toBe(before);
    story.later(1).tell(judged);
    expect(story.it).toMatchObject({ interactions: 1, traces: [], lastHumanAt: clickedAt });
    expect(story.it.activities[0]).toMatchObject({ type: 'email.clicked', at: clickedAt });
  });

  it('is moved by nobody’s burst, and the next click counts', () => {
    const story = reader();
    for (let link = 0; link < 4; link++) see(story, link).later(500);
    story.later(HOLD).tell(judged);
    expect(story.it).toMatchObject({ interactions: 0, traces: [] });
    expect(story.it.activities.map(({ machine, why }) => [machine, why])).toEqual(
      Array(4).fill([true, 'burst']),
    );
    see(story, 1).later(HOLD).tell(judged);
    expect(story.it.interactions).toBe(1);
  });

  it('keeps what it has judged for as long as it tells of others that wait', () => {
    const story = see(reader(), 0);
    story.later(59_000);
    see(story, 1, { links: 2 });
    story.later(HOLD - 59_000).tell(judged);
    expect(story.it.traces).toMatchObject([{ link: 0, settled: true }, { link: 1 }]);
    expect(story.it.interactions).toBe(1);
    story.later(59_000).tell(judged);
    expect(story.it).toMatchObject({ interactions: 2, traces: [] });
  });

  it('holds no more than it may: a flood is no person’s, and those behind it still are heard', () => {
    const story = reader();
    for (let link = 0; link < 60; link++) see(story, link).later(250);
    expect(story.it.traces).toHaveLength(MOST_TRACES);
    story.later(61_000);
    see(story, 99);
    expect(story.it.traces).toMatchObject([{ link: 99 }]);
    story.later(HOLD).tell(judged);
    expect(story.it).toMatchObject({ interactions: 1, traces: [] });
  });

  it('E16: that left holds nothing; what it had done before counts no more', () => {
    const story = see(reader(), 0);
    story.unsubscribe();
    const left = story.it;
    see(story, 1);
    expect(story.it).toBe(left);
    story.later(HOLD).tell(judged);
    expect(story.it).toMatchObject({ interactions: 0, mailability: 'unsubscribed', traces: [] });
    expect(story.it.activities).toMatchObject([{ type: 'email.clicked', scored: false }]);
  });

  it('waits for a verdict among the chores, so that it takes no sending slot', () => {
    const story = reader();
    expect(story.it.due?.lane).toBe(1);
    story.send();
    expect(story.it.due).toMatchObject({ lane: 1 });
    see(story, 0);
    expect(story.it.due).toEqual({ lane: 2, at: story.now + HOLD });
    story.later(HOLD).tell(judged);
    expect(story.it.due?.lane).toBe(1);
  });
});
