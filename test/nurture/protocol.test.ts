import { describe, expect, it } from 'vitest';
import { readSending, resumeSending } from '../../shared/actions/sending/steer-sending.ts';
import { LOCAL_HOLD } from '../../shared/actions/traces/hold.ts';
import { recordClick } from '../../shared/actions/traces/record-click.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { readControl } from '../../shared/store/sending.ts';
import { DAY, HOUR, MINUTE } from '../domain/story.ts';
import { World } from './world.ts';

const world = new World().open();
const types = (lead: Lead) => lead.activities.map((activity) => activity.type);

/** A claim, on its way into the table. */
const isClaim = {
  matches: (r: { operation: string; body: { Item?: object } }) =>
    r.operation === 'PutItem' && 'os' in (r.body.Item ?? {}),
};

describe('claim, send, confirm', () => {
  it('claims before it sends: whoever looks while SES has the mail sees it claimed, under the mail’s tags', async () => {
    const lead = await world.signup('news');
    let seen: Lead | undefined;
    let tags: Record<string, string> = {};
    const mailer = world.mailer(async (send, message) => {
      seen = await world.load(lead.id);
      tags = message.tags;
      return send();
    });
    expect(await world.sweep(mailer)).toMatchObject({ sent: 1, stopped: 'nothing due' });
    expect(seen?.openSends).toMatchObject([{ sendId: tags.send, attempt: 1, template: 'awareness-1' }]);
    expect(tags).toMatchObject({ lead: lead.id, attempt: '1', version: String(seen?.version) });
    expect(tags.claimed).toBe(String(seen?.openSends[0]?.claimedAt));
    // The claim leaves the due entry alone.
    expect(seen?.due).toEqual(lead.due);
    const sent = await world.load(lead.id);
    expect(sent).toMatchObject({ openSends: [], enrollments: [{ step: 2 }], due: { lane: 1 } });
    expect(sent.activities).toMatchObject([
      { type: 'email.sent', sendId: tags.send, template: 'awareness-1' },
    ]);
    expect(sent.due?.at).toBe((sent.lastNurtureAt ?? 0) + 2 * DAY);
  });

  it('E13: an unsubscribe before the claim wins: nothing is claimed, and SES is never called', async () => {
    const lead = await world.signup('news');
    world.proxy.intercept({ ...isClaim, before: () => world.unsubscribe(lead) });
    expect(await world.sweep()).toMatchObject({ visited: 1, sent: 0 });
    expect(world.calls).toEqual([]);
    expect(await world.load(lead.id)).toMatchObject({ mailability: 'unsubscribed', openSends: [] });
  });

  it('E14: an unsubscribe after the claim comes too late for that mail, and nothing follows it', async () => {
    const lead = await world.signup('news');
    const mailer = world.mailer(async (send) => {
      await world.unsubscribe(lead);
      return send();
    });
    expect(await world.sweep(mailer)).toMatchObject({ sent: 1 });
    const left = await world.load(lead.id);
    expect(left).toMatchObject({ mailability: 'unsubscribed', openSends: [] });
    expect(left.activities).toMatchObject([{ type: 'email.sent', inFlightAtUnsubscribe: true }]);
    for (let days = 0; days < 4; days++) {
      world.clock.later(2 * DAY);
      await world.sweep();
    }
    expect(world.calls).toHaveLength(1);
  });

  it('whose confirmation meets a newer lead decides again on that: both stand, and the step moved once', async () => {
    const lead = await world.signup('news');
    const mailer = world.mailer(async (send, message) => {
      const answer = await send();
      const click = { content: 'awareness-1', index: 0, human: true, ip: '', sendId: message.tags.send };
      await recordClick(world.context(), { leadId: lead.id, generation: 1, ...click });
      return answer;
    });
    expect(await world.sweep(mailer)).toMatchObject({ sent: 1 });
    const both = { openSends: [], enrollments: [{ step: 2 }] };
    expect(await world.load(lead.id)).toMatchObject({ ...both, version: 4, traces: [{ kind: 'click' }] });
    expect(world.calls).toHaveLength(1);
    world.clock.later(LOCAL_HOLD.verdict);
    await world.sweep();
    expect(await world.load(lead.id)).toMatchObject({ ...both, version: 5, interactions: 1, traces: [] });
  });

  it('is one mail when the claim’s own answer was lost and it was saved twice', async () => {
    await world.signup('news');
    world.proxy.intercept({ ...isClaim, outcome: 'lose the answer' });
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(world.calls).toHaveLength(1);
  });

  it('is one mail when the confirmation’s answer was lost', async () => {
    const lead = await world.signup('news');
    const mailer = world.mailer(async (send) => {
      const answer = await send();
      world.proxy.intercept({ matches: (r) => r.operation === 'PutItem', outcome: 'lose the answer' });
      return answer;
    });
    expect(await world.sweep(mailer)).toMatchObject({ sent: 1 });
    expect(await world.load(lead.id)).toMatchObject({ version: 3, openSends: [] });
    world.clock.later(HOUR);
    await world.sweep();
    expect(world.calls).toHaveLength(1);
  });

  it('two senders on one lead are one mail', async () => {
    const lead = await world.signup('news');
    const sweeps = await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    expect(sweeps.reduce((sum, sweep) => sum + sweep.sent, 0)).toBe(1);
    expect(world.calls).toHaveLength(1);
    const asked = await world.signup('quick');
    await Promise.all([world.start(asked), world.sweep(), world.start(asked)]);
    expect(world.calls).toHaveLength(2);
    expect(await world.load(asked.id)).toMatchObject({ requests: [], openSends: [] });
    expect(await world.load(lead.id)).toMatchObject({ enrollments: [{ step: 2 }] });
  });
});

describe('SES refuses', () => {
  it('a throttle closes the claim, costs no attempt, and lowers everyone’s rate for a minute', async () => {
    const lead = await world.signup('news');
    world.ses.inject({ kind: 'TooManyRequestsException' });
    const before = world.clock.now().machine;
    expect(await world.sweep()).toMatchObject({ sent: 0 });
    const refused = await world.load(lead.id);
    expect(refused).toMatchObject({ openSends: [], enrollments: [{ step: 0, failures: { count: 0 } }] });
    expect(refused.activities).toEqual([]);
    const { slowedUntil = 0 } = await readControl(world.table);
    expect(slowedUntil).toBeGreaterThanOrEqual(before + MINUTE);
    expect(slowedUntil).toBeLessThan(before + 2 * MINUTE);
    world.clock.later(3_000);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(world.calls.map((call) => call.attempt)).toEqual(['1', '1']);
  });

  it('that cannot be reached at all surely has no mail: tried again in half a minute, at no cost', async () => {
    const lead = await world.signup('news');
    const nobody = world.mailer((send) => send(), { endpoint: 'http://127.0.0.1:9' });
    expect(await world.sweep(nobody)).toMatchObject({ sent: 0, stopped: 'refused' });
    const refused = await world.load(lead.id);
    expect(refused).toMatchObject({
      openSends: [],
      enrollments: [{ failures: { count: 0, code: 'ECONNREFUSED' } }],
    });
    await world.sweep();
    expect(world.calls).toEqual([]);
    world.clock.later(31_000);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(world.calls).toMatchObject([{ attempt: '1' }]);
  });

  it.each(['LimitExceededException', 'SendingPausedException', 'AccountSuspendedException'] as const)(
    'everything (%s) ends the sweep and costs no attempt',
    async (kind) => {
      const leads = await world.plant(6);
      world.ses.inject({ kind, times: 100 });
      expect(await world.sweep()).toMatchObject({ sent: 0, stopped: 'refused' });
      for (const lead of leads) {
        const { openSends, enrollments } = await world.load(lead.id);
        expect(openSends).toEqual([]);
        expect(enrollments[0]?.failures?.count ?? 0).toBe(0);
      }
      world.ses.clearFaults();
      world.clock.later(10 * MINUTE);
      if (kind !== 'LimitExceededException') {
        // SES has stopped the account: nurture waits until a person has looked.
        expect(await world.sweep()).toMatchObject({ sent: 0, stopped: 'nurture paused' });
        expect(world.counted.filter((name) => name === 'BreakerOpened')).toHaveLength(1);
        expect((await readSending(world.context())).pauses).toMatchObject([{ what: 'nurture', by: 'ses' }]);
        await resumeSending(world.context(), ['nurture']);
      }
      expect(await world.sweep()).toMatchObject({ sent: 6 });
    },
  );

  it('one mail for what it says costs an attempt, is told once, and holds nobody else back', async () => {
    const [bad, good] = await world.plant(2);
    if (!bad || !good) throw new Error('two were planted');
    world.ses.inject({ kind: 'MessageRejected', times: 9, match: ({ to }) => to[0] === bad.email });
    expect(await world.sweep()).toMatchObject({ sent: 1, stopped: 'nothing due' });
    const refused = await world.load(bad.id);
    expect(refused).toMatchObject({ openSends: [], enrollments: [{ failures: { count: 1 } }] });
    expect(types(refused)).toEqual(['email.failed']);
    world.clock.later(MINUTE);
    await world.sweep();
    expect(types(await world.load(bad.id))).toEqual([]);
    expect(await world.load(good.id)).toMatchObject({ enrollments: [{ step: 2 }] });
  });
});

describe('a mail that cannot be made', () => {
  it('E25: a value without fallback sends nothing, is told, and is tried again less and less often', async () => {
    const lead = await world.signup('news');
    const template = {
      kind: 'nurture',
      content: { en: { subject: 'For {{ lead.company }}', html: '<p>Hello</p>' } },
    };
    const { templates } = world.programme;
    await world.table.publish({
      ...world.programme,
      templates: { ...templates, 'awareness-1': template as never },
    });
    await world.context().rules.refresh();
    try {
      for (let sweeps = 0; sweeps < 3; sweeps++) await world.sweep();
      const failed = await world.load(lead.id);
      expect(failed).toMatchObject({
        version: 2,
        openSends: [],
        enrollments: [{ step: 0, failures: { count: 1, code: 'render_failed' } }],
      });
      expect(types(failed)).toEqual(['email.failed']);
      expect(world.calls).toEqual([]);
      // By this name an alarm goes off (test/aws/alarms.test.ts).
      expect(world.counted).toContain('RenderFailed');
    } finally {
      await world.table.publish(world.programme);
      await world.context().rules.refresh();
    }
    world.clock.later(MINUTE);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
  });
});
