import { type Outcome, plain, runCases } from './cases.ts';
import type { Job, Report } from './job.ts';
import { playPair } from './pairs.ts';
import { seeded } from './random.ts';
import { rehearse } from './rehearsal.ts';
import { stories, storyOf } from './story.ts';
import { World } from './world.ts';

/** One process of the matrix: takes a job, reports as it goes, and ends. */

const tell = (report: Report) => process.send?.(report);

async function work(job: Job): Promise<void> {
  const worlds: World[] = [];
  for (let n = 0; n < job.machines; n++) worlds.push(await World.open(job));
  try {
    await (job.kind === 'cases' ? playCases(job, worlds) : playPairs(job, worlds));
  } finally {
    await Promise.all(worlds.map((world) => world.stop()));
  }
}

async function playCases(job: Extract<Job, { kind: 'cases' }>, worlds: World[]): Promise<void> {
  let found = false;
  const cases = function* () {
    for (const { story, ...rest } of job.cases) {
      if (found && job.stopAtFirst) return;
      if (Date.now() > (job.until ?? Number.POSITIVE_INFINITY)) return;
      yield { ...rest, story: storyOf(story) };
    }
  };
  await runCases(worlds, cases(), ({ case: it, problems, fired }: Outcome) => {
    found ||= problems.length > 0;
    tell({ kind: 'outcome', case: plain(it), problems, fired });
  });
}

async function playPairs(job: Extract<Job, { kind: 'pairs' }>, worlds: World[]): Promise<void> {
  let left = job.pairs;
  await Promise.all(
    worlds.map(async (world, n) => {
      const random = seeded(job.seed + n * 7_919);
      const story = stories[0];
      const rehearsal = await rehearse(world, story);
      while (left > 0) {
        const pair = await playPair(world, story, rehearsal, random);
        if (!pair) continue;
        left -= 1;
        tell({ kind: 'pair', pair });
      }
    }),
  );
}

process.once('message', (job: Job) => {
  work(job)
    .then(
      () => tell({ kind: 'end' }),
      (error: Error) => tell({ kind: 'end', problem: error.message }),
    )
    .finally(() => process.disconnect?.());
});
