import { setTimeout as sleep } from 'node:timers/promises';
import { itemBytes } from './capacity.ts';
import type { Machine } from './machine.ts';
import type { Metered } from './meter.ts';
import { perOne, type Tally, tally } from './tally.ts';

/** What signups cost, each figure for one of them. */
export interface SignupFigures {
  count: number;
  /** Inside the request, the configuration looked at less than a second before. */
  stranger: Tally;
  known: Tally;
  repeated: Tally;
  /** What a request adds that comes later than that: the look whether something new was published. */
  look: Tally;
  /** Behind the request: the timeline, the confirmation mail, its events. */
  behindStranger: Tally;
  itemBytes: number;
}

interface Signup {
  email: string;
  firstName: string;
  utm: string;
}

/** Posts `count` signups of strangers, then of the same people with something new, then the same again. */
export async function measureSignups(machine: Machine, count: number): Promise<SignupFigures> {
  const mark = Math.random().toString(36).slice(2, 8);
  const first = Array.from({ length: count }, (_, n) => ({
    email: `an.peeters.${mark}.${n}@voorbeeld-bedrijf.example`,
    firstName: 'An',
    utm: 'utm_source=google&utm_medium=cpc&utm_campaign=autumn-funnel-check&utm_term=more+leads',
  }));
  const second = first.map((one) => ({
    ...one,
    firstName: 'Anneleen',
    utm: 'utm_source=linkedin&utm_medium=social&utm_campaign=retarget',
  }));
  await machine.stack.sweepNow(); // from the first sweep on the senders know the account's rate
  await post(machine, { ...(first[0] as Signup), email: `warm.${mark}@voorbeeld-bedrijf.example` });
  await machine.take();

  const { calls } = machine.stack.ses;
  const before = calls.length;
  const strangers = await postAll(machine, first);
  const asked = () => calls.slice(before).filter((call) => call.accepted).length;
  if (asked() < count) {
    // What did not work out at once is the sweep's, and part of the price.
    console.error(`       ${count - asked()} of ${count} people are left to the sweep.`);
    await machine.stack.sweepNow();
    strangers.push(...(await machine.take()).requests);
  }
  if (asked() !== count) throw new Error(`${count} people signed up and ${asked()} were asked to confirm.`);
  const known = await postAll(machine, second);
  const repeated = await postAll(machine, second);
  const capture = (requests: Metered[]) => requests.filter((one) => one.function === 'capture');
  const cached = (requests: Metered[]) => capture(requests).filter((one) => !isLook(one));
  return {
    count,
    stranger: perOne(tally(cached(strangers)), count),
    known: perOne(tally(cached(known)), count),
    repeated: perOne(tally(cached(repeated)), count),
    look: await measureLook(machine, {
      ...(first[0] as Signup),
      email: `late.${mark}@voorbeeld-bedrijf.example`,
    }),
    behindStranger: perOne(tally(strangers.filter((one) => one.function !== 'capture')), count),
    itemBytes: Math.max(...cached(strangers).map(({ item }) => (item ? itemBytes(item) : 0))),
  };
}

/** The number of the newest publication is asked for at most once a second, by each process. */
const isLook = ({ kind, operation }: Metered) => operation === 'GetItem' && kind === 'publication number';

async function measureLook(machine: Machine, signup: Signup): Promise<Tally> {
  await sleep(1_200);
  await post(machine, signup);
  const { requests } = await machine.take();
  return tally(requests.filter((one) => one.function === 'capture' && isLook(one)));
}

async function postAll(machine: Machine, signups: Signup[]): Promise<Metered[]> {
  for (const signup of signups) await post(machine, signup);
  return (await machine.take()).requests;
}

async function post({ stack }: Machine, { email, firstName, utm }: Signup): Promise<void> {
  const response = await fetch(`${stack.url}/f/guide`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': 'nl-BE,nl;q=0.9,en;q=0.8',
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
      referer: `https://www.voorbeeld-bedrijf.example/gids?${utm}`,
    },
    body: JSON.stringify({
      email,
      first_name: firstName,
      company: 'Meubelatelier De Linde',
      consent_marketing: true,
      magnet: 'funnel-check',
    }),
  });
  if (response.status !== 200)
    throw new Error(`A signup was answered ${response.status} ${await response.text()}`);
}
