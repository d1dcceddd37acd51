import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { buildChanged } from './bundles.ts';
import {
  type Case,
  casesOf,
  compoundCases,
  nameOf,
  type Outcome,
  plain,
  runCase,
  runCases,
} from './cases.ts';
import { sample, seeded } from './random.ts';
import { rehearse } from './rehearsal.ts';
import { rulesOff } from './rules.ts';
import { leaver, reader } from './story.ts';
import { World } from './world.ts';

/** A sample of the matrix, another one with another seed: `KWEEK_FAULT_SEED=7 npx vitest run test/faults`. */
const seed = Number(process.env.KWEEK_FAULT_SEED ?? 1);

const MACHINES = 3;
/** Some of the ways wait for time-outs, and this machine may have more to do. */
const TIMEOUT = 400_000;
let bundles: Awaited<ReturnType<typeof buildChanged>>;
let worlds: World[];

beforeAll(async () => {
  bundles = await buildChanged();
  worlds = [];
  for (let n = 0; n < MACHINES; n++) {
    worlds.push(await World.open({ dynamodb: inject('dynamodb'), bundles: bundles.folder }));
  }
});
afterAll(async () => {
  await Promise.all((worlds ?? []).map((world) => world.stop()));
  await bundles?.remove();
});

/** What went wrong, by the words of the case. */
async function play(cases: Case[]): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {};
  await runCases(worlds, cases, ({ case: it, problems, fired }: Outcome) => {
    const found = fired ? problems : ['it did not come to it', ...problems];
    if (found.length > 0) wrong[nameOf(plain(it))] = found;
  });
  return wrong;
}

const firstWorld = (): World => {
  const [world] = worlds;
  if (!world) throw new Error('no machine');
  return world;
};

it('keeps every mail and doubles none, whatever befalls the handing over of one', {
  timeout: TIMEOUT,
}, async () => {
  const { calls } = await rehearse(firstWorld(), reader);
  const sends = calls.filter(({ id }) => /^awareness 1.*(SendEmail|news)/.test(id));
  expect(sends).toHaveLength(2);
  expect(await play(casesOf(reader, sends))).toEqual({});
});

it('ends with the same books after one fault anywhere', { timeout: TIMEOUT }, async () => {
  const { calls } = await rehearse(firstWorld(), reader);
  const cases = [...casesOf(reader, calls), ...compoundCases(reader, calls)];
  expect(await play(sample(cases, 20, seeded(seed)))).toEqual({});
});

it('sends nothing to somebody who left, whatever befalls the mail that was on its way', {
  timeout: TIMEOUT,
}, async () => {
  const { calls } = await rehearse(firstWorld(), leaver);
  expect(await play(sample(casesOf(leaver, calls), 10, seeded(seed)))).toEqual({});
});

it('would notice an SDK that repeats a send', { timeout: TIMEOUT }, async () => {
  const [rule] = rulesOff;
  const changed = await buildChanged(rule?.changes);
  const world = await World.open({ dynamodb: inject('dynamodb'), bundles: changed.folder });
  try {
    const rehearsal = await rehearse(world, reader);
    const call = 'awareness 1/nurture-send/SendEmail/1';
    const broken: Case = { story: reader, faults: [{ call, way: 'reset after the effect' }] };
    const { problems } = await runCase(world, broken, rehearsal);
    expect(problems).toContain('"awareness 1" came 2 times');
  } finally {
    await world.stop();
    await changed.remove();
  }
});
