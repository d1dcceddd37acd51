import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build as esbuild, type Plugin, stop } from 'esbuild';
import { type FunctionName, functions } from './functions.ts';

/** One built function: its size as deployed and the files that went into it. */
export type Bundle = { name: FunctionName; bytes: number; inputs: string[] };

const all = Object.keys(functions) as FunctionName[];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `zod`'s namespace brings its messages in fifty languages, a quarter of a megabyte; ours are in English. */
const englishMessages: Plugin = {
  name: 'english-messages',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/**
 * Lambda gives a function's credentials in its environment, where the SDK looks first. The other sources that it
 * brings (profiles, single sign-on, roles, consoles) are a quarter of a small bundle.
 */
const credentialsOfLambda: Plugin = {
  name: 'credentials-of-lambda',
  setup: ({ onLoad }) =>
    onLoad({ filter: /@aws-sdk[/\\]credential-provider-node[/\\]dist-es[/\\]index\.js$/ }, () => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
    })),
};

/** What the functions do without; a build without these is the ordinary one. */
export const leaner: Plugin[] = [englishMessages, credentialsOfLambda];

/** Small bundles start fast: ESM fields first, minified, nothing left outside. */
const options: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  loader: { '.liquid': 'text', '.html': 'text', '.txt': 'text' },
  legalComments: 'none',
  entryNames: 'index',
  chunkNames: '[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  metafile: true,
  write: false,
  logLevel: 'warning',
};

/**
 * Bundles functions of `infra/functions.ts` (all of them) to `<outdir>/<name>/index.mjs`; tests may build otherwise.
 * Throws when an entry is missing.
 */
export async function build(outdir = join(root, 'dist'), names = all, plugins = leaner): Promise<Bundle[]> {
  const missing = names
    .map((name) => functions[name].entry)
    .filter((entry) => !existsSync(join(root, entry)));
  if (missing.length > 0) throw new Error(`No such entry: ${missing.join(', ')} (infra/functions.ts)`);
  building++;
  try {
    return await Promise.all(names.map((name) => bundle(name, join(outdir, name), plugins)));
  } finally {
    if (--building === 0) await stop(); // esbuild's process has no more to do
  }
}

let building = 0;

async function bundle(name: FunctionName, folder: string, plugins: Plugin[]): Promise<Bundle> {
  const built = await esbuild({
    ...options,
    plugins,
    entryPoints: [functions[name].entry],
    outdir: folder,
  });
  const files = (built.outputFiles ?? []).map(({ path, text }) => ({ path, text: withRequire(text) }));
  await writeFolder(folder, files);
  return {
    name,
    bytes: files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0),
    inputs: Object.keys(built.metafile?.inputs ?? {}),
  };
}

/** A CommonJS dependency that asks for a Node module needs a `require`, which ESM lacks. */
function withRequire(code: string): string {
  if (!code.includes('Dynamic require of')) return code;
  return `import{createRequire as _cr}from"node:module";const require=_cr(import.meta.url);${code}`;
}

/** Each file is put in place whole and what is stale goes last, so that a running stack never reads half a bundle. */
async function writeFolder(folder: string, files: { path: string; text: string }[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { path, text } of files) {
    if ((await readFile(path, 'utf8').catch(() => '')) === text) continue;
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, text);
    await rename(draft, path);
  }
  const kept = new Set(files.map((file) => basename(file.path)));
  for (const file of await readdir(folder)) {
    if (!kept.has(file)) await rm(join(folder, file), { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, bytes } of await build())
    console.log(`dist/${name}/index.mjs  ${Math.round(bytes / 1024)} KB`);
}
