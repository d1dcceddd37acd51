import { randomBytes, randomUUID } from 'node:crypto';
import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type FunctionName, functions } from '../../infra/functions.ts';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { openSecrets } from '../../infra/local/secrets.ts';
import { openAccount } from '../../infra/local/ses-account.ts';
import { SesError } from '../../infra/local/ses-faults.ts';
import { createTable, localClient } from '../../infra/local/table.ts';
import { idKeyCheck, leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { RulesSource } from '../../shared/actions/programme/rules-source.ts';
import { sendDue } from '../../shared/actions/sending/send-due.ts';
import type { SendingContext } from '../../shared/actions/sending/sending-context.ts';
import { startRequested } from '../../shared/actions/sending/start-requested.ts';
import { captureLead } from '../../shared/actions/signup/capture-lead.ts';
import { HOLD } from '../../shared/actions/traces/hold.ts';
import { Config, type PublishedConfig } from '../../shared/domain/programme/config.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import type { Mailer } from '../../shared/mail/ses.ts';
import { publishConfig } from '../../shared/store/config.ts';
import { keptLog } from '../logs.ts';
import { SimulatedClock } from '../simulated-clock.ts';
import { dueLeads } from './campaign.ts';
import { writeLeads } from './write-leads.ts';

export interface Simulation {
  /** Of the account, mails a second. */
  rate: number;
  /** Leads whose next nurture mail is due at the start. */
  leads: number;
  /** Senders that are woken each minute. */
  workers?: number;
  /** People who sign up meanwhile, spread over the sending; every second of them only the sweep knows of. */
  newcomers?: number;
}

export interface SimulatedSending extends Required<Simulation> {
  /** Nurture mails that SES took, and leads that got more than one. */
  sent: number;
  doubled: number;
  throttled: number;
  /** From the first nurture mail to the last, s. */
  seconds: number;
  /** What of the account's rate all mails used until 95 % of the nurture mails had left: the end is no backlog any more. */
  share: number;
  /** The most mails that SES saw within any second. */
  mostInASecond: number;
  /** From a signup to its confirmation mail, s. */
  newcomerWait: { median: number; longest: number };
  /** How much later than its turn (the oldest first) a nurture mail left, s. */
  longestOvertaken: number;
  /** Entries of the due index that the senders read, for each mail; the most that one sweep read one entry. */
  readsPerMail: number;
  mostReadsInASweep: number;
}

export interface Watching {
  /** Where a function finds DynamoDB. */
  endpointOf?: (name: FunctionName) => string;
  progress?: (sent: number) => void;
}

/** How long DynamoDB and SES take, ms: a little more and less by turns, now and then much more. */
const latency = { table: [4, 5, 5, 7, 12], ses: [35, 60, 45, 80, 50, 40, 400] };
const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 9);

/**
 * Sends in simulated time: the product's own actions, a real DynamoDB Local, an SES that takes so many mails a
 * second of that time. Nothing sleeps, so the pace is the code's own, whatever else the machine does.
 */
export async function simulateSending(
  endpoint: string,
  wanted: Simulation,
  watching: Watching = {},
): Promise<SimulatedSending> {
  // What is loaded at the first mail is no work that time would wait for.
  warm ??= simulate(endpoint, { rate: 100, leads: 1 }, {});
  await warm;
  return simulate(endpoint, wanted, watching);
}

let warm: Promise<unknown> | undefined;

async function simulate(
  endpoint: string,
  wanted: Simulation,
  { endpointOf = () => endpoint, progress = () => {} }: Watching,
): Promise<SimulatedSending> {
  const plan = { workers: 1, newcomers: 0, ...wanted };
  const clock = new SimulatedClock(START);
  const name = `kweek-${randomUUID()}`;
  const owner = localClient(endpoint);
  await createTable(owner, name);
  const idKey = randomBytes(32);
  const { config } = rulesOf(Config.parse(demoConfigFor('https://kweek.example')));
  const published: PublishedConfig = { ...config, publishedAt: START };
  const versions = Object.keys(published.sequences);
  await publishConfig({ client: owner, name }, published, versions, idKeyCheck(idKey));
  const rules = rulesOf(published);
  const stack = { clock: { programme: () => START } };
  const leads = dueLeads({ rules, idKey, stack }, plan.leads).map((lead, n) => ({
    ...lead,
    due: { lane: 1 as const, at: START - 2 * plan.leads + n },
  }));
  await writeLeads(owner, name, leads);

  const ses = fakeSes(clock, plan.rate, progress);
  const sweeps: Map<string, number>[] = [];
  const clients: DynamoDBClient[] = [];
  /** As one process has it. */
  const open = async (of: FunctionName, worker = 0): Promise<Process> => {
    const { client, read, slowDown } = slowClient(endpointOf(of), clock);
    clients.push(client);
    const table = { client, name };
    const rules = new RulesSource(table, idKeyCheck(idKey), () => clock.now().machine);
    await clock.busy(() => rules.current());
    slowDown();
    return {
      ...{ table, clock, rules, read, mailer: ses.mailer, sleep: clock.sleep },
      keys: parseKeyRing(openSecrets().linkKeys),
      baseUrl: 'https://kweek.example',
      hold: HOLD,
      worker: { number: worker, of: plan.workers },
      metrics: { count: () => {}, overdue: () => {} },
      log: {
        ...keptLog(),
        error: (message, details) => failures.push(`${message} ${JSON.stringify(details ?? {})}`),
      },
      deadline: clock.now().machine + functions[of].timeoutSeconds * 1_000,
    };
  };
  const failures: string[] = [];
  const signups = new Map<string, number>();
  const running: Promise<unknown>[] = [];

  const sweep = async (worker: number) => {
    const context = await open('nurture-send', worker);
    sweeps.push(context.read);
    await sendDue(context);
  };
  const signUp = async (number: number) => {
    const context = await open('nurture-start');
    const email = `newcomer.${number}@voorbeeld-bedrijf.example`;
    signups.set(email, clock.now().machine);
    const form = published.forms.guide;
    if (!form) throw new Error('The demo has no form "guide" any more.');
    await captureLead(
      context,
      idKey,
      'guide',
      form,
      {
        ...{ email, emailKey: email, fields: {}, consent: { marketing: true, tracking: false } },
        ...{ touch: {}, spam: false },
      },
      { ip: '203.0.113.7', userAgent: 'Firefox' },
    );
    await clock.sleep(300); // the stream
    if (number % 2 === 0) await startRequested(context, leadIdOf(email, idKey));
  };
  const expected = plan.leads / plan.rate;
  try {
    await clock.run(async () => {
      for (let n = 0; n < plan.newcomers; n++) {
        const at = ((n + 0.5) / plan.newcomers) * expected * 1_000 * 0.95;
        running.push(clock.sleep(at).then(() => signUp(n)));
      }
      const all = plan.leads + plan.newcomers;
      for (let minutes = 0; ses.accepted.length < all && minutes < 3 + expected / 30; minutes++) {
        for (let worker = 0; worker < plan.workers; worker++) running.push(sweep(worker));
        await clock.sleep(MINUTE);
      }
      await Promise.all(running);
    });
  } finally {
    for (const client of clients) client.destroy();
    await owner.send(new DeleteTableCommand({ TableName: name }));
    owner.destroy();
  }
  if (failures.length > 0) throw new Error(`The senders met with failures: ${failures[0]}`);
  return figuresOf(
    plan,
    leads.map(({ email }) => email),
    ses,
    signups,
    sweeps,
  );
}

type Process = SendingContext & { read: Map<string, number> };

interface FakeSes {
  mailer: Mailer;
  accepted: { to: string; at: number }[];
  throttled(): number;
}

/** Takes a mail when it arrives, half way through a call, if the account's rate of that time allows it. */
function fakeSes(clock: SimulatedClock, rate: number, progress: (sent: number) => void): FakeSes {
  const account = openAccount({ rate, quota: 10_000_000 }, () => clock.now().machine);
  const accepted: FakeSes['accepted'] = [];
  let calls = 0;
  let throttled = 0;
  return {
    accepted,
    throttled: () => throttled,
    mailer: {
      async send({ to }) {
        const half = (latency.ses[calls++ % latency.ses.length] ?? 0) / 2;
        await clock.sleep(half);
        try {
          account.take(1);
        } catch (error) {
          if (!(error instanceof SesError)) throw error;
          throttled++;
          return { outcome: 'refused', kind: 'throttled', reason: error.type };
        }
        accepted.push({ to, at: clock.now().machine });
        progress(accepted.length);
        await clock.sleep(half);
        return { outcome: 'accepted', messageId: `m-${accepted.length}` };
      },
      account: async () => ({
        ...{ maxSendRate: rate, max24Hour: 10_000_000, sentLast24Hours: accepted.length },
        sendingEnabled: true,
      }),
    },
  };
}

/** A client whose requests take simulated time, and that remembers the entries of the due index that it read. */
function slowClient(endpoint: string, clock: SimulatedClock) {
  const client = localClient(endpoint);
  const read = new Map<string, number>();
  let calls = 0;
  let isSlow = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        const answer = await (isSlow ? clock.busy(() => next(args)) : next(args));
        const { IndexName } = args.input as { IndexName?: string };
        const { Items } = answer.output as { Items?: { pk?: { S?: string }; dq?: { S?: string } }[] };
        for (const { pk, dq } of (IndexName === 'due' && Items) || []) {
          const id = pk?.S ?? '';
          if (dq?.S?.startsWith('1#')) read.set(id, (read.get(id) ?? 0) + 1);
        }
        return answer;
      } finally {
        if (isSlow) await clock.sleep(latency.table[calls++ % latency.table.length] ?? 0);
      }
    },
    { step: 'initialize', name: 'simulatedLatency' },
  );
  const slowDown = () => {
    isSlow = true;
  };
  return { client, read, slowDown };
}

function figuresOf(
  plan: Required<Simulation>,
  due: string[],
  ses: FakeSes,
  signups: Map<string, number>,
  sweeps: Map<string, number>[],
): SimulatedSending {
  const turn = new Map(due.map((email, n) => [email, n]));
  const nurture = ses.accepted.filter(({ to }) => turn.has(to));
  const [from = 0, most = 0] = [nurture[0]?.at, nurture[Math.floor(nurture.length * 0.95)]?.at];
  const meanwhile = ses.accepted.filter(({ at }) => at >= from && at <= most).length;
  const seconds = ((nurture.at(-1)?.at ?? from) - from) / 1_000;
  const waits = ses.accepted
    .flatMap(({ to: email, at }) => {
      const since = signups.get(email);
      return since === undefined ? [] : [(at - since) / 1_000];
    })
    .sort((a, b) => a - b);
  const overtaken = nurture.map(({ to: email }, n) => (n - (turn.get(email) ?? n)) / plan.rate);
  const reads = sweeps.flatMap((sweep) => [...sweep.values()]);
  return {
    ...plan,
    ...{ sent: nurture.length, seconds, throttled: ses.throttled() },
    doubled: nurture.length - new Set(nurture.map(({ to: email }) => email)).size,
    share: most > from ? (meanwhile - 1) / ((most - from) / 1_000) / plan.rate : 0,
    mostInASecond: mostWithin(
      ses.accepted.map(({ at }) => at),
      1_000,
    ),
    newcomerWait: { median: waits[waits.length >> 1] ?? 0, longest: waits.at(-1) ?? 0 },
    longestOvertaken: Math.max(0, ...overtaken),
    readsPerMail: reads.reduce((sum, n) => sum + n, 0) / Math.max(1, nurture.length),
    mostReadsInASweep: Math.max(0, ...reads),
  };
}

/** The most of these sorted times that lie within `span` of each other. */
function mostWithin(times: number[], span: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= span) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
