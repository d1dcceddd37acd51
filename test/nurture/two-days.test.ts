import { expect, it } from 'vitest';
import type { SesEvent } from '../../infra/local/ses-events.ts';
import { type Sweep, sendDue } from '../../shared/actions/sending/send-due.ts';
import type { SendingContext } from '../../shared/actions/sending/sending-context.ts';
import { startRequested } from '../../shared/actions/sending/start-requested.ts';
import { readSending, resumeSending } from '../../shared/actions/sending/steer-sending.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { DAY, HOUR, MINUTE } from '../domain/story.ts';
import { SimulatedClock } from '../simulated-clock.ts';
import { World } from './world.ts';

const world = new World().open();

/** A Monday morning. */
const START = Date.UTC(2027, 1, 1, 9);
const QUOTA = 36;
/** Above it no nurture mail leaves; one round (two seconds at one mail a second) may be on its way. */
const NURTURE_UP_TO = 33 + 2;

/** Everybody in this test sees one clock, functions too; no time passes while somebody works. */
function simulate() {
  const time = new SimulatedClock(START, (now) => {
    const real = Date.now();
    process.env.KWEEK_CLOCK = [real, now, 1, now - real].join(':');
  });
  world.context().table.client.middlewareStack.add((next) => (args) => time.busy(() => next(args)), {
    ...{ step: 'initialize', name: 'simulatedTime' },
  });
  return time;
}

interface Taken {
  to: string;
  at: number;
  kind: string;
  /** Of mails that SES took in the 24 hours up to this one. */
  ofDay: number;
}

it('two days of a small account that throttles, hangs, cuts off, is paused and runs out of its quota: one of every mail, in turn', async () => {
  const time = simulate();
  const { ses } = world;
  Object.assign(ses.account.limits, { rate: 1, quota: QUOTA });
  const taken: Taken[] = [];
  let pausesAt: string | undefined;

  const running: Promise<void>[] = [];
  /** SES's news comes some seconds after what it is about. */
  const hearOf = async () => {
    await time.sleep(2_000);
    await time.busy(async () => {
      ses.events.release();
      while (ses.events.pending() > 0) await new Promise((later) => setTimeout(later, 2));
    });
  };

  /** SES's real client, whose calls take simulated time: a hanging one all that it may. */
  const real = world.mailer((send) => send(), { requestTimeout: 500 });
  const mailer: SendingContext['mailer'] = {
    account: () => time.busy(() => real.account()),
    async send(message) {
      if (message.to === pausesAt) ses.account.sendingEnabled = false;
      await time.sleep(40);
      const before = ses.calls.length;
      const answer = await time.busy(() => real.send(message));
      const call = ses.calls.slice(before).find(({ to }) => to[0] === message.to);
      if (call?.accepted) {
        const at = time.now().machine;
        const ofDay = 1 + taken.filter((one) => one.at > at - DAY).length;
        running.push(hearOf());
        taken.push({ to: message.to, at, kind: message.tags.class ?? '', ofDay });
      }
      await time.sleep(call?.answer === 'hang' ? 9_900 : 60);
      return answer;
    },
  };
  const worker = (seconds: number): SendingContext => ({
    ...world.context(mailer),
    ...{ clock: time, sleep: time.sleep, deadline: time.now().machine + seconds * 1_000 },
  });
  const goesWrong = (lead: Lead | undefined, fault: Parameters<typeof ses.inject>[0]) =>
    ses.inject({ ...fault, match: ({ to }) => to[0] === lead?.email });

  let over = false;
  /** Every minute while there is something to do; what nobody would notice is left out. */
  const sweeps = async () => {
    while (!over) {
      const began = time.now().machine;
      const { visited }: Sweep = await sendDue(worker(55));
      const next = began + (visited > 0 ? MINUTE : HOUR);
      await time.sleep(next - time.now().machine);
    }
  };
  const newcomers: Lead[] = [];
  /** The stream tells of every second of them; the others are left to the sweep. */
  const signUp = async () => {
    const lead = await time.busy(() => world.signup('guide'));
    newcomers.push(lead);
    await time.sleep(1_000);
    if (newcomers.length % 2 === 0) await startRequested(worker(30), lead.id);
    return lead;
  };
  const until = (at: number) => time.sleep(START + at - time.now().machine);
  /** Two faults at once: the answer is lost, and all news of the mail with it. */
  let unheard: string | undefined;
  const fate = ({ mail }: SesEvent) =>
    JSON.stringify(mail.destination) === JSON.stringify([unheard]) ? 'drop' : 'hold';
  ses.events.rule(fate);

  const { early, late } = await time.run(async () => {
    const early = await time.busy(() => world.plant(44));
    goesWrong(early[3], { kind: 'TooManyRequestsException', times: 2 });
    goesWrong(early[6], { kind: 'hang' });
    goesWrong(early[9], { kind: 'hang', accept: true });
    goesWrong(early[12], { kind: 'reset', accept: true });
    goesWrong(early[15], { kind: 'reset' });
    goesWrong(early[18], { kind: 'InternalServiceErrorException', accept: true });
    goesWrong(early[20], { kind: 'garbage' });
    goesWrong(early[22], { kind: 'reset', accept: true });
    unheard = early[22]?.email;
    pausesAt = early[24]?.email;
    running.push(sweeps());

    await until(5_000);
    const [first, second] = [await signUp(), await signUp()];
    goesWrong(first, { kind: 'reset', accept: true });
    goesWrong(second, { kind: 'TooManyRequestsException' });

    // SES has paused the account. Nothing leaves; then what people ask for, and nurture when a person says so.
    await until(HOUR);
    expect((await readSending(worker(30))).pauses).toMatchObject([{ what: 'nurture', by: 'ses' }]);
    const before = taken.length;
    await signUp();
    await until(2 * HOUR);
    expect(taken.length).toBe(before);
    ses.account.sendingEnabled = true;
    pausesAt = undefined;
    await until(3 * HOUR);
    expect(taken.slice(before).map(({ kind }) => kind)).toEqual(['confirmation']);
    await resumeSending(worker(30), ['nurture']);

    // Nurture stops at nine tenths of the quota; what people ask for uses up the rest, and then waits.
    await until(5 * HOUR);
    const nurtured = taken.length;
    expect(nurtured).toBeGreaterThanOrEqual(33);
    expect(nurtured).toBeLessThanOrEqual(NURTURE_UP_TO);
    for (let n = 0; n < 6; n++) await signUp();
    await until(6 * HOUR);
    const late = await time.busy(() => world.plant(5));
    await until(23 * HOUR);
    expect(taken).toHaveLength(QUOTA);

    await until(29 * HOUR);
    over = true;
    await Promise.all(running);
    return { early, late };
  });

  // One of every mail; but of that which two faults struck at once.
  const all = [...early, ...late, ...newcomers];
  const copies = (lead: Lead) => ses.emails().filter(({ destination }) => destination.to[0] === lead.email);
  expect(all.map((lead) => [lead.email, copies(lead).length])).toEqual(
    all.map(({ email }) => [email, email === unheard ? 2 : 1]),
  );
  for (const lead of all) expect(await world.load(lead.id)).toMatchObject({ openSends: [], requests: [] });
  expect(world.counted).not.toContain('PresumedSent');
  expect(world.counted.filter((name) => name === 'BreakerOpened')).toHaveLength(1);

  // Those whose mail was lost were sent it once more, as a second attempt.
  const again = world.calls.filter(({ attempt }) => attempt === '2').map(({ to }) => to);
  expect(again.sort()).toEqual([6, 15, 20, 22].map((n) => early[n]?.email).sort());

  /** When its mail was due; a second attempt, when the lease of the first was over. */
  const turnOf = (email: string) =>
    again.includes(email)
      ? early.length - 0.5
      : [...early, ...late].findIndex((lead) => lead.email === email);

  // The second day: what people had asked for, then nurture by how long it had waited.
  const nextDay = taken.filter(({ at }) => at >= START + 23 * HOUR);
  const waiting = nextDay.filter(({ kind }) => kind === 'confirmation');
  expect(waiting.length).toBeGreaterThanOrEqual(3);
  expect(nextDay.slice(0, waiting.length)).toEqual(waiting);
  const turns = nextDay.slice(waiting.length).map(({ to }) => turnOf(to));
  expect(turns.length).toBeGreaterThanOrEqual(15);
  expect(turns).toEqual([...turns].sort((a, b) => a - b));
  // Whoever was throttled, or refused when the account was paused, had not lost its turn.
  expect(turns).not.toContain(3);
  expect(turns).not.toContain(24);

  for (const { kind, ofDay } of taken) {
    expect(ofDay).toBeLessThanOrEqual(kind === 'nurture' ? NURTURE_UP_TO : QUOTA);
  }
}, 90_000);
