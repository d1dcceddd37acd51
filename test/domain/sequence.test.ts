import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { DAY, HOUR, MINUTE, programme, START, Story } from './story.ts';

const subscribed = (story = new Story()) => {
  story.signup().send();
  story.confirm();
  return story;
};

const withSequences = (sequences: Record<string, unknown>) =>
  new Story(rulesOf(programme({ sequences } as never)));
const email = (id: string, n: 1 | 2 = 1) => ({ id, type: 'email', template: `awareness-${n}` });
const wait = (id: string, duration: string) => ({ id, type: 'wait', for: duration });

describe('a sequence', () => {
  it('starts when the lead becomes subscribed: triggers met earlier apply then, and waits count from there', () => {
    const story = withSequences({
      welcome: { title: 'w', triggers: [{ form: 'guide' }], steps: [wait('first', 'P1D'), email('one')] },
    }).signup();
    story.send();
    story.later(3 * DAY).confirm();
    const sent = story.run(2 * DAY).filter((m) => m.template === 'awareness-1');
    expect(sent).toEqual([{ template: 'awareness-1', after: DAY }]);
  });

  it('starts by an event', () => {
    const story = subscribed(
      withSequences({
        webinar: { title: 'w', triggers: [{ event: 'webinar.registered' }], steps: [email('one')] },
      }),
    );
    expect(story.it.enrollments).toEqual([]);
    story.tell({ type: 'event.posted', event: 'webinar.registered', at: story.now, id: 'x' });
    expect(story.it.enrollments).toMatchObject([{ sequence: 'webinar', status: 'active', occurrence: 1 }]);
  });

  it('is entered once', () => {
    const story = subscribed(
      withSequences({ welcome: { title: 'w', triggers: [{ form: 'guide' }], steps: [email('one')] } }),
    );
    story.run(DAY);
    expect(story.it.enrollments).toMatchObject([{ status: 'completed' }]);
    story.signup();
    expect(story.run(9 * DAY).map((m) => m.template)).toEqual(['magnet']);
  });

  it('waits by the calendar of the lead: P2D over the start of summer time keeps the hour', () => {
    const story = withSequences({
      welcome: { title: 'w', triggers: [{ form: 'guide' }], steps: [wait('a', 'P2D'), email('one')] },
    });
    story.now = Date.UTC(2026, 2, 28, 8);
    subscribed(story);
    expect(story.run(5 * DAY).at(-1)).toEqual({ template: 'awareness-1', after: 2 * DAY - HOUR });
  });

  it('adds waits that follow each other, each from the nominal end of the one before', () => {
    const story = subscribed(
      withSequences({
        welcome: {
          title: 'w',
          triggers: [{ form: 'guide' }],
          steps: [wait('a', 'P1D'), wait('b', 'PT3H'), email('one')],
        },
      }),
    );
    expect(story.run(5 * DAY).at(-1)).toEqual({ template: 'awareness-1', after: DAY + 3 * HOUR });
  });

  it('exits by a step whose condition holds, and goes on when it does not', () => {
    const steps = (gte: number) => [{ id: 'hot', type: 'exit', when: { engagement: { gte } } }, email('one')];
    const exited = subscribed(
      withSequences({ welcome: { title: 'w', triggers: [{ form: 'guide' }], steps: steps(15) } }),
    );
    expect(exited.it.enrollments).toMatchObject([{ status: 'exited' }]);
    const stayed = subscribed(
      withSequences({ welcome: { title: 'w', triggers: [{ form: 'guide' }], steps: steps(90) } }),
    );
    expect(stayed.it.enrollments).toMatchObject([{ status: 'active' }]);
  });

  it('ends by an event that it names in exitOn', () => {
    const story = subscribed(
      withSequences({
        welcome: {
          title: 'w',
          triggers: [{ form: 'guide' }],
          exitOn: ['demo.requested'],
          steps: [wait('a', 'P1D'), email('one')],
        },
      }),
    );
    story.tell({ type: 'event.posted', event: 'demo.requested', at: story.now });
    expect(story.it.enrollments).toMatchObject([{ status: 'exited' }]);
    expect(story.run(9 * DAY).map((m) => m.template)).toEqual(['magnet']);
  });

  it('stays in the version that the lead entered', () => {
    const story = subscribed();
    story.send();
    const later = programme({
      sequences: {
        awareness: { title: 'new', triggers: [{ stage: 'awareness' }], steps: [email('other')] },
      } as never,
    });
    const old = story.rules;
    story.rules = {
      config: { ...rulesOf(later).config, sequenceVersions: { awareness: 2 } },
      sequence: (slug, version) => (version === 2 ? later.sequences[slug] : old.sequence(slug, 1)),
    };
    expect(story.run(5 * DAY)).toEqual([{ template: 'awareness-2', after: 2 * DAY }]);
  });
});

describe('a sequence for a state of the lifecycle', () => {
  const welcomeAboard = {
    title: 'w',
    triggers: [{ lifecycle: 'customer' }],
    steps: [email('one'), wait('rest', 'P2D'), email('two', 2)],
  };
  const story = () => withSequences({ aboard: welcomeAboard });
  const buy = (of: Story, externalId: string) =>
    of.tell({ type: 'conversion.recorded', at: of.now, externalId, value: 4_900, currency: 'EUR' });

  it('starts when the lead enters that state, and mails the customer', () => {
    const customer = subscribed(story());
    customer.run(DAY);
    expect(customer.it.enrollments).toEqual([]);
    buy(customer, 'o-1');
    expect(customer.it).toMatchObject({
      lifecycle: { state: 'customer' },
      enrollments: [{ sequence: 'aboard', status: 'active', occurrence: 1 }],
    });
    expect(customer.types.filter((type) => type === 'enrollment.started')).toHaveLength(1);
    expect(customer.run(3 * DAY)).toEqual([
      { template: 'awareness-1', after: 0 },
      { template: 'awareness-2', after: 2 * DAY },
    ]);
    expect(customer.it.enrollments).toMatchObject([{ status: 'completed' }]);
  });

  it('starts when a person puts the lead there, and no second time by the next purchases', () => {
    const customer = subscribed(story());
    customer.tell({
      ...{ type: 'stage.set', at: customer.now, field: 'lifecycle', state: 'customer' },
      ...{ pinned: false, by: 'key' },
    });
    expect(customer.it.enrollments).toMatchObject([{ sequence: 'aboard', status: 'active' }]);
    for (const order of ['o-1', 'o-2']) buy(customer.later(DAY), order);
    expect(customer.it.lifecycle.state).toBe('loyal');
    expect(customer.it.enrollments).toHaveLength(1);
    expect(customer.types.filter((type) => type === 'enrollment.started')).toHaveLength(1);
  });

  it('waits until somebody may be written to, and asks then where they are', () => {
    const [customer, loyal] = [story().signup(), story().signup()];
    buy(customer, 'o-1');
    for (const order of ['o-1', 'o-2']) buy(loyal, order);
    expect([customer, loyal].map(({ it }) => it.enrollments)).toEqual([[], []]);
    expect([customer.confirm(), loyal.confirm()].map(({ it }) => it.enrollments.length)).toEqual([1, 0]);
  });

  it('does not start for who has unsubscribed', () => {
    const gone = subscribed(story()).unsubscribe();
    buy(gone, 'o-1');
    expect([gone.it.lifecycle.state, gone.it.enrollments, gone.run(30 * DAY)]).toEqual(['customer', [], []]);
  });
});

describe('E12: a sequence that is no longer published', () => {
  it('is cancelled for those in it: history stays, nothing more leaves, no work is left in the due index', () => {
    const story = subscribed();
    story.send();
    const { awareness: _, ...others } = programme().sequences;
    story.rules = rulesOf({ ...programme(), sequences: others });
    expect(story.run(60 * DAY)).toEqual([]);
    expect(story.it.enrollments).toMatchObject([{ sequence: 'awareness', status: 'cancelled' }]);
    expect(story.it.due).toMatchObject({ lane: 2, at: expect.toSatisfy((at) => at > story.now + 600 * DAY) });
  });
});

describe('the frequency cap', () => {
  const two = () =>
    withSequences({
      one: { title: '1', triggers: [{ form: 'guide' }], steps: [email('one')] },
      two: { title: '2', triggers: [{ form: 'guide' }], steps: [email('two', 2)] },
    });

  it('keeps nurture mails of different sequences 20 hours apart', () => {
    const sent = subscribed(two()).run(3 * DAY);
    expect(sent).toEqual([
      { template: 'magnet', after: 0 },
      { template: 'awareness-1', after: 0 },
      { template: 'awareness-2', after: 20 * HOUR },
    ]);
  });

  it('does not hold back what the lead asks for', () => {
    const story = subscribed();
    story.send();
    story.later(MINUTE).signup({ magnet: 'checklist' });
    expect(story.send()).toEqual(['magnet']);
  });

  it('lets one nurture mail be open at a time', () => {
    const story = subscribed(two());
    story.send();
    story.later(DAY);
    expect(story.claim()?.template).toBe('awareness-2');
    expect(story.claim()).toBeUndefined();
  });
});

describe('E15: a lead that leaves its stage', () => {
  it('leaves the sequence of that stage before its next step, and enters the next one under the same cap', () => {
    const story = subscribed();
    expect(story.send()).toEqual(['magnet', 'awareness-1']);
    story.later(2 * HOUR).click('send3');
    expect(story.it.nurtureStage.state).toBe('engagement');
    expect(story.it.enrollments).toMatchObject([
      { sequence: 'awareness', status: 'exited' },
      { sequence: 'engagement', status: 'active' },
    ]);
    expect(story.run(5 * DAY)).toEqual([
      { template: 'engagement-1', after: 18 * HOUR },
      { template: 'engagement-2', after: 18 * HOUR + 2 * DAY },
    ]);
  });

  it('has its history told with cause, rule and score', () => {
    const story = subscribed();
    story.send();
    story.later(HOUR).click('send3');
    expect(
      story.timeline.find((a) => a.type === 'lead.stage_changed' && a.field === 'nurtureStage'),
    ).toMatchObject({
      from: 'awareness',
      to: 'engagement',
      cause: 'email.clicked',
      rule: 'nurture-3@1#1',
      after: story.now - START,
      score: { grade: 'U' },
    });
  });
});

describe('the first step of kmo-b2b', () => {
  it('keeps a signup that leaves the lead fields empty a prospect', () => {
    expect(new Story().signup().it.lifecycle.state).toBe('prospect');
  });

  it('makes a lead of one that fills them', () => {
    expect(new Story().signup({ fields: { first_name: 'An' } }).it.lifecycle.state).toBe('lead');
  });
});
