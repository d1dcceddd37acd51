import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { build, leaner } from '../../infra/build.ts';
import { rooms } from './world.ts';

/** Words of a source file, and what stands in their place in a test's bundles. */
export interface Change {
  file: string;
  from: string;
  to: string;
}

/**
 * Time-outs as long as a test can wait, one shard of the due index (all are read alike), and the
 * configuration asked for each time that it may be, so that a story makes the same calls however fast it is
 * told. Everything else is as deployed.
 */
const tempo: Change[] = [
  { file: 'shared/store/table.ts', from: 'requestTimeout: 3_000', to: 'requestTimeout: 900' },
  { file: 'shared/mail/ses.ts', from: 'requestTimeout = 10_000', to: 'requestTimeout = 900' },
  { file: 'shared/store/keys.ts', from: 'SHARDS = 4;', to: 'SHARDS = 1;' },
  { file: 'shared/actions/programme/rules-source.ts', from: 'FRESH_FOR = 1_000', to: 'FRESH_FOR = -1' },
];

/** The product's bundles with these changes, in a folder of their own. */
export async function buildChanged(
  changes: Change[] = [],
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kweek-faults-'));
  await build(folder, [...rooms], [...leaner, changing([...tempo, ...changes])]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Throws when a source no longer says what is to be changed: a change that changes nothing proves nothing. */
function changing(changes: Change[]): Plugin {
  const root = resolve(import.meta.dirname, '../..');
  return {
    name: 'changed sources',
    setup(build) {
      const files = [...new Set(changes.map(({ file }) => file))];
      const filter = new RegExp(`/(${files.map((file) => file.replaceAll('.', '\\.')).join('|')})$`);
      build.onLoad({ filter }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const { file, from, to } of changes) {
          if (relative(root, path) !== file) continue;
          if (contents.split(from).length !== 2) throw new Error(`${file} does not say once: ${from}`);
          contents = contents.replace(from, () => to);
        }
        return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
      });
    },
  };
}
