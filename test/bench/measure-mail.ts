import type { MailWork } from '../../shared/domain/rehearsal/mail-bill.ts';
import { dueLeads } from './campaign.ts';
import { itemBytes, type WireItem } from './capacity.ts';
import type { Counted, Machine } from './machine.ts';
import type { Metered } from './meter.ts';
import { agreement, breakDown, forSending, isFolding, perOne, type Tally, tally } from './tally.ts';

/** What nurture mails cost, from due to the next step's due time, with timeline and SES's events. */
export interface MailFigures {
  mails: number;
  /** Each mail's share of all requests. */
  perMail: Tally;
  work: MailWork;
  /** The same by function and operation, the dearest first. */
  parts: { what: string; tally: Tally }[];
  /** What a mail kept the sender's thread busy, ms. */
  senderMs: number;
  /** The sender's part of `perMail`. */
  sender: Tally;
  /** Bytes of the lead's item as claimed and as confirmed. */
  leadBytes: { median: number; largest: number };
  /** As it went on this machine. */
  invocations: { function: string; count: number; records: number; ms: number }[];
  agreement: ReturnType<typeof agreement>;
}

/** Whether the table's stream hands `record` an item that was written. */
type ReachesRecord = (item: WireItem | undefined) => boolean;

/** A slot of statistics takes pages for ten minutes and is folded every five until they have surely come. */
const FOLDS = 4;
const BETWEEN_FOLDS = 6 * 60_000;

/**
 * Sends `count` nurture mails. SES's events are held until the sweep has confirmed its mails, as the five
 * seconds of the queue's window would; Send and Delivery then come apart, so that each reads the lead anew.
 * `record` reads the stream afterwards, in full batches; then the statistics are folded as often as they
 * would be in the minutes to come.
 */
export async function measureMail(
  machine: Machine,
  count: number,
  reachesRecord: ReachesRecord,
): Promise<MailFigures> {
  const { stack } = machine;
  const before = stack.ses.calls.length;
  const due = dueLeads(machine, count);
  await machine.load(due);
  await stack.stream.record.pause();
  stack.ses.events.rule(() => 'hold');
  for (let sweeps = 0; stack.ses.calls.length - before < count && sweeps < 5; sweeps++)
    await stack.sweepNow();
  const deliveries = stack.ses.events.held.filter(({ eventType }) => eventType === 'Delivery');
  stack.ses.events.rule();
  stack.ses.events.release((held) => held.filter(({ eventType }) => eventType === 'Send'));
  await stack.settle(120_000);
  await Promise.all(deliveries.map((event) => stack.ses.events.publish(event)));
  stack.stream.record.resume();
  const counted = await machine.take();
  const folding = await fold(machine);
  const mails = stack.ses.calls.slice(before).filter((call) => call.accepted);
  const people = new Set(due.map(({ email }) => email));
  const others = mails.filter(({ to }) => !people.has(to[0] ?? '')).length;
  if (mails.length !== count)
    throw new Error(`${count} mails were due and ${mails.length} left, ${others} of them to others.`);
  return mailFigures({ ...counted, requests: [...counted.requests, ...folding] }, count, reachesRecord);
}

async function fold(machine: Machine): Promise<Metered[]> {
  for (let folds = 0; folds < FOLDS; folds++) {
    machine.stack.clock.advance({ machine: BETWEEN_FOLDS });
    await machine.stack.sweepNow();
  }
  const { requests } = await machine.take();
  return requests.filter(isFolding);
}

/** Throws when not every mail has its timeline row and its moment: then something was not counted. */
function mailFigures(counted: Counted, sent: number, reachesRecord: ReachesRecord): MailFigures {
  const { requests, invocations } = counted;
  const written = requests.filter((one) => one.writeUnits > 0 && !one.refused);
  const putsOf = (kind: string) => written.filter((one) => one.kind === kind && one.item);
  const [rows, moments] = [putsOf('timeline row').length, putsOf('timeline moment').length];
  if (rows < sent || moments < sent)
    throw new Error(`${sent} mails have ${rows} timeline rows and ${moments} moments.`);

  const sizes = putsOf('lead').map(({ item }) => (item ? itemBytes(item) : 0));
  sizes.sort((a, b) => a - b);
  const perMail = perOne(tally(requests), sent);
  const pageUnits = sum(putsOf('pages').map(({ writeUnits }) => writeUnits));
  const of = (name: string) => invocations.filter((one) => one.function === name);
  const records = (name: string) => sum(of(name).map((one) => one.records));
  const ms = (name: string) => sum(of(name).map((one) => one.ms));
  return {
    mails: sent,
    perMail,
    work: {
      writeUnits: perMail.writeUnits - pageUnits / sent,
      batchUnits: pageUnits / Math.max(1, of('record').length),
      readUnits: perMail.readUnits,
      streamRecords: written.filter(({ item }) => reachesRecord(item)).length / sent,
      sesEvents: records('feedback') / sent,
      workerRequests:
        requests.filter((one) => one.function === 'record' || one.function === 'feedback').length / sent,
    },
    parts: breakDown(requests).map(({ what, tally }) => ({ what, tally: perOne(tally, sent) })),
    senderMs: sum(of('nurture-send').map(({ busyMs }) => busyMs)) / sent,
    sender: perOne(tally(forSending(requests)), sent),
    leadBytes: { median: sizes[sizes.length >> 1] ?? 0, largest: sizes.at(-1) ?? 0 },
    invocations: [...new Set(invocations.map((one) => one.function))].map((name) => ({
      ...{ function: name, count: of(name).length, records: records(name), ms: ms(name) },
    })),
    agreement: agreement(requests),
  };
}

/** The work of a mail when its sender looks for few at a time and reserves few slots, as a slow account's does. */
export function atPaceOf({ work, sender }: MailFigures, paced: Tally): MailWork {
  return {
    ...work,
    writeUnits: work.writeUnits - sender.writeUnits + paced.writeUnits,
    readUnits: work.readUnits - sender.readUnits + paced.readUnits,
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
