import { readFile } from 'node:fs/promises';
import { expect, inject, it } from 'vitest';
import { buildChanged } from './bundles.ts';
import { allCasesOf, nameOf, plain, runCase } from './cases.ts';
import { sample, seeded } from './random.ts';
import { rehearsed } from './rehearsal.ts';
import { CLEAN_RUN, type RuleOff, rulesOff } from './rules.ts';
import { stories } from './story.ts';
import { World } from './world.ts';

const seed = Number(process.env.KWEEK_FAULT_SEED ?? 1);
/** All of them are switched off by `npm run faults`. */
const drawn = sample(
  rulesOff.filter(({ witness }) => witness),
  2,
  seeded(seed),
);

it('knows of each rule what notices its absence, or why nothing does', () => {
  expect(
    rulesOff.filter(({ witness, silent }) => (witness === undefined) === (silent === undefined)),
  ).toEqual([]);
});

it('finds every rule in the code: one that is not there cannot be switched off', async () => {
  for (const { file, from } of rulesOff.flatMap(({ changes }) => changes)) {
    const source = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect([file, from, source.split(from).length]).toEqual([file, from, 2]);
  }
});

it.each(drawn)('would notice if it were not so: $rule', { timeout: 200_000 }, async (rule) => {
  const changed = await buildChanged(rule.changes);
  const world = await World.open({ dynamodb: inject('dynamodb'), bundles: changed.folder });
  try {
    expect(await whatIsWrong(world, rule)).not.toEqual([]);
  } finally {
    await world.stop();
    await changed.remove();
  }
});

async function whatIsWrong(world: World, { witness = '' }: RuleOff): Promise<string[]> {
  const story = stories.find(({ name }) => witness.startsWith(`${name}: `)) ?? stories[0];
  const rehearsal = await rehearsed(world, story).catch((error: Error) => error);
  if (rehearsal instanceof Error) return witness === CLEAN_RUN ? [rehearsal.message] : [];
  const it = allCasesOf(story, rehearsal.calls).find((one) => nameOf(plain(one)) === witness);
  if (!it) throw new Error(`there is no such case: ${witness}`);
  return (await runCase(world, it, rehearsal)).problems;
}
