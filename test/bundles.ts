import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { build } from '../infra/build.ts';

/**
 * The folder of all bundles, of the sources as they are now: made once in a run, by the first who asks; the
 * others wait for it. Throws when it cannot be made.
 */
export async function builtBundles(): Promise<string> {
  const folder = inject('bundles');
  const told = join(folder, 'told.txt');
  const isFirst = await mkdir(join(folder, 'begun')).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const failure = await build(folder).then(
      () => '',
      (error: Error) => error.message,
    );
    await writeFile(`${told}.draft`, failure);
    await rename(`${told}.draft`, told);
  }
  while (!existsSync(told)) await sleep(50);
  const failure = await readFile(told, 'utf8');
  if (failure) throw new Error(failure);
  return folder;
}
