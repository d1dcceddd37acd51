import { beforeAll } from 'vitest';
import { findLead } from '../../shared/actions/lead/change-lead.ts';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { hasVerdictDue, judgeTraces } from '../../shared/actions/traces/judge-traces.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { type Rules, rulesOf } from '../../shared/domain/programme/rules.ts';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import type { LinkKind, LinkPayloads } from '../../shared/mail/link-payload.ts';
import { signLink } from '../../shared/mail/links.ts';
import { Story } from '../domain/story.ts';
import { type Answer, type Call, through } from '../gateway.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { BASE_URL, idKey, linkKeys, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { START, TestClock } from '../test-clock.ts';

export const SEND = 'send_k7q2m5xw3n6tz4cb2ahf7jdpya';

/** The links function behind its gateway, beside a table with leads to follow links for. */
export class Door {
  table!: SuiteTable;
  clock!: TestClock;
  call!: (target: string, call?: Call) => Promise<Answer>;
  readonly rules: Rules = rulesOf(sampleProgramme());
  #people = 0;

  /** Opens it before the tests of a file, and closes it after them. */
  open(): this {
    beforeAll(async () => {
      this.table = await openSuiteTable();
      this.clock = new TestClock();
      await this.table.publish(sampleProgramme());
      const { handler } = await import('../../functions/links/index.ts');
      this.call = through(handler);
      return () => this.table.drop();
    });
    return this;
  }

  /** A lead as `told` makes it, in the table. */
  async plant(told: (story: Story) => unknown = () => {}): Promise<Lead> {
    const email = `person${++this.#people}@voorbeeld.be`;
    const story = new Story(this.rules);
    story.now = START;
    story.signup({ leadId: leadIdOf(email, idKey), email, submission: '0abc123', consentText: 'news@1' });
    told(story);
    await this.table.plant(story.it);
    return story.it;
  }

  load = (lead: Lead): Promise<Lead> => this.table.load(lead);

  /** Gives the verdicts that are due, as the sweep does; the lead after that. */
  async judge({ id }: Lead): Promise<Lead> {
    const { openContext } = await import('../../functions/environment.ts');
    const context = openContext();
    const lead = await findLead(context, id, true);
    if (!lead) throw new Error('there is no such lead');
    if (hasVerdictDue(lead, this.clock.now().machine)) await judgeTraces(context, lead);
    return this.load(lead);
  }

  /** What stands in the timeline beside the lead: moments. */
  moments = (lead: Lead) => this.table.timeline(lead);

  /** The path of a signed link to this lead. */
  link<K extends LinkKind>(
    kind: K,
    lead: Lead,
    rest: Omit<LinkPayloads[K], 'leadId' | 'generation'>,
  ): string {
    const payload = { leadId: lead.id, generation: lead.generation, ...rest } as LinkPayloads[K];
    return signLink(kind, payload, parseKeyRing(linkKeys), BASE_URL).slice(BASE_URL.length);
  }

  confirmLink(lead: Lead): string {
    return this.link('confirm', lead, { issuedAt: this.clock.now().machine });
  }
}

export const subscribed = (story: Story) => {
  story.send();
  story.confirm();
  story.send();
};

/** One character of the signature changed. */
export const tampered = (link: string) =>
  `${link.slice(0, -3)}${link.at(-3) === 'A' ? 'B' : 'A'}${link.slice(-2)}`;
