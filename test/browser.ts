import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Debian's package for each library that the packed Chromium asks of the system. */
const packages: Record<string, string> = {
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libnspr4.so': 'libnss3',
  'libplc4.so': 'libnss3',
  'libplds4.so': 'libnss3',
  'libexpat.so.1': 'libexpat1',
  'libgcc_s.so.1': 'libgcc-s1',
};

/** Flags of the package that would close the browser with its first context, or hide what we test (CORS, isolation). */
const unwanted = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
]);

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-pings',
];

/**
 * A headless Chromium: the one of CHROMIUM_PATH, else the one that comes as an npm package (Linux x64).
 * The caller closes it. Throws with what to install when it cannot run.
 */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH;
  const path = given || (await unpack());
  const args = [...packed.args.filter((flag) => !unwanted.has(flag)), ...quiet];
  const fonts = given ? {} : { FONTCONFIG_PATH: join(path, '..', 'fonts') };
  try {
    return await chromium.launch({ executablePath: path, args, env: { ...process.env, ...fonts } });
  } catch (error) {
    throw new Error(
      missing(path) ?? `${path} does not start: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Unpacks the browser once per machine; another process may be doing the same, so it appears all at once. */
async function unpack(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The packed Chromium is for Linux x64: set CHROMIUM_PATH to a Chromium or Chrome of yours.',
    );
  }
  const home = join(tmpdir(), 'kweek-chromium-147');
  if (!existsSync(home)) {
    const draft = mkdtempSync(join(tmpdir(), 'kweek-chromium-'));
    const before = process.env.TMPDIR;
    process.env.TMPDIR = draft; // where the package unpacks to
    await packed.executablePath().finally(() => {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    });
    writeFonts(draft, home);
    try {
      renameSync(draft, home);
    } catch {
      rmSync(draft, { recursive: true, force: true }); // the other one was first
    }
  }
  return join(home, 'chromium');
}

/** A machine without fonts shows no text; the package brings one, and the system's are used too. */
function writeFonts(draft: string, home: string): void {
  mkdirSync(join(draft, 'fonts'), { recursive: true });
  const folders = [join(home, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`);
  writeFileSync(
    join(draft, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig>${folders.join('')}<cachedir>${join(home, 'cache')}</cachedir></fontconfig>`,
  );
}

function missing(path: string): string | undefined {
  let printed: string;
  try {
    printed = execFileSync('ldd', [path], { encoding: 'utf8' });
  } catch {
    return;
  }
  const libraries = [...printed.matchAll(/^\s*(\S+) => not found/gm)].map(([, name = '']) => name);
  if (libraries.length === 0) return;
  const install = [...new Set(libraries.map((library) => packages[library] ?? library))];
  return `Chromium misses ${libraries.join(', ')}.\n  Debian, Ubuntu:  apt-get install ${install.join(' ')}`;
}
