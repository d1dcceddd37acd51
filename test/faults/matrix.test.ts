import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { buildChanged } from './bundles.ts';
import { allCasesOf, type Case, nameOf, plain, runCases } from './cases.ts';
import { pick, sample, seeded } from './random.ts';
import { rehearsed } from './rehearsal.ts';
import { leaver, reader, stories } from './story.ts';
import { wayNames } from './ways.ts';
import { World } from './world.ts';

/** A sample of the matrix, another one with another seed: `KWEEK_FAULT_SEED=7 npx vitest run test/faults`. */
const random = seeded(Number(process.env.KWEEK_FAULT_SEED ?? 1));

const MACHINES = 3;
/** Some of the ways wait for time-outs, and this machine may have more to do. */
const TIMEOUT = 400_000;
let bundles: Awaited<ReturnType<typeof buildChanged>>;
let worlds: World[];
/** Every call of the clean runs in every way. */
let matrix: Case[];

beforeAll(async () => {
  bundles = await buildChanged();
  const opening = Array.from({ length: MACHINES }, () =>
    World.open({ dynamodb: inject('dynamodb'), bundles: bundles.folder }),
  );
  worlds = await Promise.all(opening);
  const rehearsals = await Promise.all(
    stories.map((story, n) => rehearsed(worlds[n] as World, story).then(({ calls }) => ({ story, calls }))),
  );
  matrix = rehearsals.flatMap(({ story, calls }) => allCasesOf(story, calls));
}, TIMEOUT);
afterAll(async () => {
  await Promise.all((worlds ?? []).map((world) => world.stop()));
  await bundles?.remove();
});

const wayOf = (it: Case) => (it.faults.length === 1 ? it.faults[0]?.way : undefined);
const callOf = (it: Case) => it.faults[0]?.call ?? '';

/** What went wrong, by the words of the case. */
async function play(cases: Case[]): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {};
  await runCases(worlds, cases, ({ case: it, problems, fired }) => {
    const found = fired ? problems : ['it did not come to it', ...problems];
    if (found.length > 0) wrong[nameOf(plain(it))] = found;
  });
  return wrong;
}

const isHandOver = (it: Case) =>
  it.story === reader && wayOf(it) !== undefined && /^awareness 1.*(SendEmail|news)/.test(callOf(it));

it('keeps every mail and doubles none, whatever befalls the handing over of one', {
  timeout: TIMEOUT,
}, async () => {
  const handingOver = matrix.filter(isHandOver);
  expect(new Set(handingOver.map(callOf)).size).toBe(2);
  expect(await play(handingOver)).toEqual({});
});

it('ends with the same books, in whatever way a call somewhere goes wrong', {
  timeout: TIMEOUT,
}, async () => {
  const tried = new Set(matrix.filter(isHandOver).map(wayOf));
  const others = wayNames.filter((way) => !tried.has(way));
  const oneOfEach = others.map((way) => {
    const ofIt = matrix.filter((it) => wayOf(it) === way);
    return pick(ofIt, random);
  });
  expect(new Set([...tried, ...oneOfEach.map(wayOf)])).toEqual(new Set(wayNames));
  const compound = matrix.filter((it) => it.faults.length > 1);
  const somewhere = [...sample(matrix, 8, random), ...sample(compound, 2, random)];
  expect(await play([...oneOfEach, ...somewhere])).toEqual({});
});

it('sends nothing to somebody who left, whatever befalls the mail that was on its way', {
  timeout: TIMEOUT,
}, async () => {
  const leaving = matrix.filter((it) => it.story === leaver);
  expect(await play(sample(leaving, 4, random))).toEqual({});
});
