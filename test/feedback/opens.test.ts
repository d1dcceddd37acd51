import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchFailures } from '../../functions/batch.ts';
import type { Context } from '../../shared/actions/context.ts';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { LOCAL_HOLD } from '../../shared/actions/traces/hold.ts';
import { judgeTraces } from '../../shared/actions/traces/judge-traces.ts';
import { openAgent } from '../../shared/actions/traces/open-agent.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { HOUR, MINUTE, Story } from '../domain/story.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { START, TestClock } from '../test-clock.ts';
import { queueEvent, recordOf, wrappings } from './ses-news.ts';

const config = sampleProgramme();
let table: SuiteTable;
let clock: TestClock;
let context: Context;
let feedback: (event: SQSEvent) => Promise<BatchFailures>;
beforeAll(async () => {
  table = await openSuiteTable();
  clock = new TestClock();
  await table.publish(config);
  feedback = (await import('../../functions/feedback/index.ts')).handler;
  context = (await import('../../functions/environment.ts')).openContext();
});
afterAll(() => table?.drop());

const SEND = 'send_k7q2m5xw3n6tz4cb2ahf7jdpya';
const apple = 'Mozilla/5.0';
const thunderbird = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0';

let people = 0;
/** A lead that was sent its first nurture mail an hour ago. */
async function reader({
  tracking = true,
  ...more
}: {
  tracking?: boolean;
  leaves?: true;
} = {}): Promise<Lead> {
  const email = `reader${++people}@voorbeeld.be`;
  const story = new Story(rulesOf(config));
  story.now = START - HOUR;
  story.signup({ leadId: leadIdOf(email, idKey), email, submission: '0abc123', tracking });
  story.send();
  story.confirm();
  story.send();
  story.now = START;
  if (more.leaves) story.unsubscribe();
  await table.plant(story.it);
  return story.it;
}

interface Opening {
  at?: number;
  agent?: string;
  deliveredAt?: number;
}
/** `at`: programme time, ms. The mail was handed over an hour before the start, and delivered then if not told. */
function open(lead: Lead, { at = clock.now().programme, agent = thunderbird }: Opening = {}): object {
  const record = recordOf('open', lead, { send: SEND }) as {
    mail: { tags: Record<string, string[]> };
    open: object;
  };
  record.mail.tags.claimed = [String(clock.toMachine(START - HOUR))];
  record.open = { timestamp: told(at), ipAddress: '192.0.2.90', userAgent: agent };
  return record;
}
/** Programme time as SES's clock has it. */
const told = (at: number) => new Date(clock.toMachine(at) - (clock.now().machine - Date.now())).toISOString();
const delivery = (lead: Lead, at: number): object => ({
  ...recordOf('delivery', lead, { send: SEND }),
  delivery: { timestamp: told(at), recipients: [lead.email] },
});
const tell = (...records: object[]) => feedback(queueEvent(records.map(wrappings['as SNS wraps it'])));
const opensOf = async (lead: Lead) =>
  (await table.timeline(lead)).filter(({ type }) => type === 'email.opened');
const judge = async (lead: Lead) => {
  clock.later(LOCAL_HOLD.verdict);
  await judgeTraces(context, await table.load(lead));
  return table.load(lead);
};

describe('an open', () => {
  it('of a lead that did not agree to be tracked is noted nowhere', async () => {
    const lead = await reader({ tracking: false });
    await tell(open(lead), open(lead, { agent: apple }), open(lead, { agent: '' }));
    expect(await table.load(lead)).toEqual(lead);
    expect(await opensOf(lead)).toEqual([]);
  });

  it('of one that did waits for its verdict, then stands in the timeline, once, and is worth nothing', async () => {
    const lead = await reader();
    const record = open(lead);
    await tell(record, record);
    await tell(record);
    const held = await table.load(lead);
    expect(held).toMatchObject({ version: lead.version + 1, activities: [], traces: [{ kind: 'open' }] });
    expect(await opensOf(lead)).toEqual([]);
    const at = held.traces[0]?.at;
    const judged = await judge(lead);
    expect(judged).toMatchObject({
      ...{ traces: [], interactions: lead.interactions, engagement: lead.engagement },
      nurtureStage: lead.nurtureStage,
    });
    const [opened, ...others] = await opensOf(lead);
    expect(opened).toMatchObject({ type: 'email.opened', sendId: SEND, at });
    expect(opened).not.toHaveProperty('machine');
    expect(others).toEqual([]);
    // However late it comes again, and however often the mail is opened.
    await tell(record, open(lead));
    expect(await judge(lead)).toEqual(judged);
    expect(await opensOf(lead)).toEqual([opened]);
  });

  it.each<[string, Opening, string]>([
    ['a robot by its own word', { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, 'agent'],
    ['one that does not say who it is', { agent: '' }, 'agent'],
    ['Apple’s proxy, soon after the delivery', { agent: apple, at: START - 10 * MINUTE }, 'proxy'],
    ['a scanner at the delivery', { at: START, deliveredAt: START - 100 }, 'at_delivery'],
  ])(
    'by a machine (%s) stands in the timeline as that, once, and a person’s after it counts',
    async (_, how, why) => {
      const lead = await reader();
      const record = open(lead, how);
      await tell(record, record);
      // Siblings and the delivery may be told after it.
      if (how.deliveredAt) await tell(delivery(lead, how.deliveredAt));
      expect(await judge(lead)).toMatchObject({ traces: [], engagement: lead.engagement });
      // Once more, as of the same time.
      await tell(open(lead, how));
      await judge(lead);
      expect(await opensOf(lead)).toMatchObject([{ machine: true, why }]);
      await tell(open(lead));
      await judge(lead);
      expect((await opensOf(lead)).map(({ machine }) => machine).sort()).toEqual([true, undefined]);
    },
  );

  it('that came before the consent was withdrawn, and has no verdict yet, is forgotten', async () => {
    const lead = await reader();
    await tell(open(lead));
    const { changeLead } = await import('../../shared/actions/lead/change-lead.ts');
    const withdrawn = { type: 'preferences.changed' as const, at: clock.now().programme, generation: 1 };
    await changeLead(context, lead.id, { ...withdrawn, tracking: false, proof: {} });
    expect(await judge(lead)).toMatchObject({ traces: [], consent: { tracking: { granted: false } } });
    await tell(open(lead));
    expect(await opensOf(lead)).toEqual([]);
  });

  it('of a lead that left is noted and moves nothing', async () => {
    const lead = await reader({ leaves: true });
    await tell(open(lead));
    expect(await table.load(lead)).toEqual(lead);
    expect(await opensOf(lead)).toHaveLength(1);
  });

  it('is worth what the scoring says, once a mail, and nothing when it was a machine’s', async () => {
    const { engagement } = config.scoring;
    const rules = engagement.rules.map((rule) =>
      rule.event === 'email.opened' ? { ...rule, points: 1 } : rule,
    );
    await table.publish({ ...config, scoring: { ...config.scoring, engagement: { ...engagement, rules } } });
    await context.rules.refresh();
    const scoring = { ...config.scoring, engagement: { ...engagement, rules } };
    const score = (lead: Lead) => engagementAt(lead.engagement, scoring, clock.now().programme);
    const [person, machine] = [await reader(), await reader()];
    await tell(open(person), open(machine, { agent: apple, at: START - 30 * MINUTE }));
    const before = score(await table.load(person));
    const after = await judge(person);
    expect(score(after) - before).toBeCloseTo(1, 3);
    expect(after).toMatchObject({ interactions: person.interactions, lastHumanAt: person.lastHumanAt });
    expect(score(await judge(machine))).toBeCloseTo(before, 3);
    clock.later(MINUTE);
    await tell(open(person));
    expect(score(await judge(person)) - before).toBeCloseTo(1, 2);
  });
});

describe('who opened it, by the agent’s own word', () => {
  it.each([
    ['Apple’s proxy', apple, 'proxy'],
    [
      'Gmail, which loads pictures when the mail is opened',
      `${apple} (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)`,
      'person',
    ],
    ['Yahoo, likewise', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'person'],
    ['a mail program', thunderbird, 'person'],
    ['a script', 'python-requests/2.32', 'machine'],
    ['nobody', ' ', 'machine'],
  ])('%s', (_, agent, who) => {
    expect(openAgent(agent)).toBe(who);
  });
});
