import { PutItemCommand, ScanCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, inject, vi } from 'vitest';
import { type LocalSes, startSes } from '../../infra/local/ses.ts';
import { localClient } from '../../infra/local/table.ts';
import type { CountName } from '../../shared/actions/context.ts';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { unsubscribeLead } from '../../shared/actions/lead/unsubscribe-lead.ts';
import { type Sweep, sendDue } from '../../shared/actions/sending/send-due.ts';
import type { SendingContext } from '../../shared/actions/sending/sending-context.ts';
import { startRequested } from '../../shared/actions/sending/start-requested.ts';
import { captureLead } from '../../shared/actions/signup/capture-lead.ts';
import { confirmLead } from '../../shared/actions/signup/confirm-lead.ts';
import { decide } from '../../shared/domain/decide.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { FormSubmitted } from '../../shared/domain/lead/lead-event.ts';
import { newLead } from '../../shared/domain/lead/new-lead.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import type { MailMessage } from '../../shared/mail/mail-message.ts';
import { createMailer, type Mailer, type MailerOptions } from '../../shared/mail/ses.ts';
import { toItem } from '../../shared/store/lead-item.ts';
import { getLead } from '../../shared/store/leads.ts';
import { HOUR } from '../domain/story.ts';
import { type DynamoDbProxy, startDynamoDbProxy } from '../dynamodb-proxy.ts';
import { keptLog } from '../logs.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { configurationSet, idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { TestClock } from '../test-clock.ts';

type Answer = ReturnType<Mailer['send']>;

const visitor = { ip: '203.0.113.7', userAgent: 'Firefox' };

/**
 * What sending needs, all of it real: DynamoDB Local behind a proxy that can come first or lose answers,
 * the local SES over real sockets, feedback as the function that it is. Events of SES are held back until
 * a test lets them go. Each test begins with no lead, an hour after the one before.
 */
export class World {
  table!: SuiteTable;
  proxy!: DynamoDbProxy;
  ses!: LocalSes;
  clock!: TestClock;
  programme = sampleProgramme();
  /** What workers said and counted in this test. */
  told: string[] = [];
  counted: string[] = [];
  #open!: (remainingMs: number) => SendingContext;
  #people = 0;

  /** Opens it for the tests of a file. */
  open(): this {
    vi.setConfig({ testTimeout: 60_000 }); // slots are waited for in real time
    beforeAll(async () => {
      this.proxy = await startDynamoDbProxy(inject('dynamodb'));
      // Feedback is imported when its table is known.
      let feedback: ((event: never) => Promise<unknown>) | undefined;
      this.ses = await startSes({
        port: 0,
        configurationSet,
        limits: { rate: 500 },
        now: () => this.clock?.now().machine ?? Date.now(),
        visibilityMs: 20,
        deliver: async (event) => feedback?.(event as never),
      });
      this.table = await openSuiteTable({
        proxy: this.proxy.endpoint,
        ses: `http://127.0.0.1:${this.ses.port}`,
      });
      this.clock = new TestClock();
      await this.table.publish(this.programme);
      feedback = (await import('../../functions/feedback/index.ts')).handler;
      const { openSending } = await import('../../functions/nurture/sending-context.ts');
      this.#open = openSending();
    });
    beforeEach(() => {
      this.clock.later(HOUR);
      this.told = [];
      this.counted = [];
      this.ses.events.rule(() => 'hold');
      Object.assign(this.ses.account, { sendingEnabled: true });
      Object.assign(this.ses.account.limits, { rate: 500, quota: 50_000 });
    });
    afterEach(async () => {
      this.ses.clearFaults();
      this.ses.events.release(() => []);
      this.ses.events.published.length = 0;
      this.ses.calls.length = 0;
      this.proxy.clear();
      await this.#forget();
    });
    afterAll(async () => {
      await this.ses?.stop();
      await this.table?.drop();
      await this.proxy?.stop();
    });
    return this;
  }

  /** Everything but the programme. */
  async #forget(): Promise<void> {
    const owner = localClient(inject('dynamodb'));
    const { Items = [] } = await owner.send(
      new ScanCommand({ TableName: this.table.name, ProjectionExpression: 'pk, sk' }),
    );
    const gone = Items.filter((item) => !/^(config|sequence#)/.test(item.pk?.S ?? ''));
    while (gone.length > 0) {
      const TransactItems = gone
        .splice(0, 100)
        .map((Key) => ({ Delete: { TableName: this.table.name, Key } }));
      await owner.send(new TransactWriteItemsCommand({ TransactItems }));
    }
    owner.destroy();
  }

  /** What a worker has; `mailer` may do more than SES's client does. What it tells is kept, not printed. */
  context(mailer: Mailer = this.mailer()): SendingContext {
    const { told, counted } = this;
    const metrics = { count: (name: CountName) => void counted.push(name), overdue: () => {} };
    return { ...this.#open(60_000), mailer, metrics, log: keptLog((message) => told.push(message)) };
  }

  /** SES's client; `around` each call. */
  mailer(
    around: (send: () => Answer, message: MailMessage) => Answer = (send) => send(),
    options: MailerOptions = {},
  ): Mailer {
    const real = createMailer({ configurationSet, ...options });
    return { ...real, send: (message) => around(() => real.send(message), message as MailMessage) };
  }

  sweep(mailer?: Mailer): Promise<Sweep> {
    return sendDue(this.context(mailer));
  }

  start(lead: Lead, mailer?: Mailer): Promise<void> {
    return startRequested(this.context(mailer), lead.id);
  }

  /** Someone signs up. `news`: in nurture at once; `quick`: gets a magnet at once; `guide`: is asked to confirm. */
  async signup(
    form: 'news' | 'quick' | 'guide',
    values: { magnet?: string; email?: string; tracking?: true; ip?: string } = {},
  ): Promise<Lead> {
    const email = values.email ?? `person${++this.#people}@voorbeeld.be`;
    const found = this.programme.forms[form];
    if (!found) throw new Error(`there is no form ${form}`);
    const magnet = form === 'news' ? undefined : (values.magnet ?? 'guide');
    await captureLead(
      this.context(),
      idKey,
      form,
      found,
      {
        email,
        emailKey: email,
        fields: {},
        consent: { marketing: form !== 'quick', tracking: values.tracking ?? false },
        touch: {},
        spam: false,
        ...(magnet ? { magnet } : {}),
      },
      { ...visitor, ...(values.ip ? { ip: values.ip } : {}) },
    );
    return this.load(leadIdOf(email, idKey));
  }

  /** Many leads whose first mail is due now. `ids`: the lead ids, if they matter. */
  async plant(count: number, form: 'news' | 'quick' = 'news', ids?: string[]): Promise<Lead[]> {
    const rules = rulesOf(this.programme);
    const leads = Array.from({ length: count }, (_, i): Lead => {
      const email = `crowd${++this.#people}@voorbeeld.be`;
      const { programme, machine } = this.clock.now();
      const at = programme - 1_000 + i;
      const event: FormSubmitted = {
        type: 'form.submitted',
        at,
        form,
        submission: '0abc123',
        leadId: ids?.[i] ?? leadIdOf(email, idKey),
        email,
        fields: {},
        marketing: form === 'news',
        tracking: false,
        ...(form === 'quick' ? { magnet: 'guide' } : {}),
        proof: {},
      };
      return decide(newLead(event, rules, at), event, rules, { programme: at, machine });
    });
    await Promise.all(
      leads.map((lead) =>
        this.table.client.send(new PutItemCommand({ TableName: this.table.name, Item: toItem(lead) })),
      ),
    );
    return leads;
  }

  async confirm(lead: Lead): Promise<Lead> {
    await confirmLead(this.context(), { leadId: lead.id, generation: lead.generation }, visitor);
    return this.load(lead.id);
  }

  async unsubscribe(lead: Lead): Promise<void> {
    const link = { leadId: lead.id, generation: lead.generation, sendId: 'send_x' };
    await unsubscribeLead(this.context(), link, 'one-click');
  }

  async load(id: string): Promise<Lead> {
    const lead = await getLead(this.table, id, 'Europe/Brussels', true);
    if (!lead) throw new Error('there is no such lead');
    return lead;
  }

  /** Lets SES's events come, also those to come, and waits until they are handled. */
  async news(): Promise<void> {
    this.ses.events.rule(() => 'deliver');
    this.ses.events.release();
    while (this.ses.events.pending() > 0) await new Promise((later) => setTimeout(later, 5));
    this.ses.events.rule(() => 'hold');
  }

  /** What SES was asked to send: `refused` and unanswered ones too. */
  get calls() {
    return this.ses.calls.map(({ to, tags, accepted }) => ({ to: to[0], attempt: tags.attempt, accepted }));
  }
}
