import { parseArgs } from 'node:util';
import { differencesBetween } from './config-differences.ts';
import {
  fileAt,
  filesOf,
  type Programme,
  programmeOf,
  readFolder,
  VERSION_FILE,
  writeFolder,
} from './config-files.ts';

const usage = `The programme as files, to review in git:  npm run config -- pull | plan | apply [folder]

  pull     writes what is in force into the folder (programme)
  plan     says what applying the folder would change, and changes nothing
  apply    publishes the folder, if nobody published since it was pulled

  --force  applies over what somebody published meanwhile
  --help   shows this

  KWEEK_URL (http://localhost:3000) and KWEEK_ADMIN_KEY (sk_local_kweek) are read from the environment.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    force: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [verb = '', folder = 'programme'] = positionals;
const url = (process.env.KWEEK_URL || 'http://localhost:3000').replace(/\/$/, '');
const key = process.env.KWEEK_ADMIN_KEY || 'sk_local_kweek';

interface Answer {
  status: number;
  etag: string | null;
  body: Record<string, unknown>;
}
type Problems = { detail?: string; errors?: { pointer: string; detail: string }[] };

async function call(method: string, path: string, body?: unknown, ifMatch?: string): Promise<Answer> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
  };
  if (ifMatch) headers['if-match'] = ifMatch;
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(url + path, init).catch(() => {
    throw new Error(`Nothing answers at ${url}. Set KWEEK_URL, or start the machine: npm start`);
  });
  return {
    status: answer.status,
    etag: answer.headers.get('etag'),
    body: (await answer.json().catch(() => ({}))) as Record<string, unknown>,
  };
}

/** What is in force; version 0 before the first publication. */
async function inForce(): Promise<{ version: number; programme: Programme | undefined }> {
  const { status, body } = await call('GET', '/v1/config');
  if (status === 404) return { version: 0, programme: undefined };
  if (status !== 200) throw new Error(`GET /v1/config answers ${status}: ${body.detail ?? ''}`);
  return { version: Number(body.version), programme: body as unknown as Programme };
}

async function pull(): Promise<void> {
  const { version, programme } = await inForce();
  if (!programme) throw new Error('Nothing is published yet: there is nothing to pull.');
  const files = filesOf(programme);
  files.set(VERSION_FILE, `${JSON.stringify({ version }, null, 2)}\n`);
  await writeFolder(folder, files);
  console.log(`Version ${version} is in ${folder}/: ${files.size} files.`);
}

async function plan(): Promise<{ document: Programme; version: number; changes: number; isLate: boolean }> {
  const files = await readFolder(folder);
  if (files.size === 0)
    throw new Error(`There is nothing in ${folder}/. Begin with:  npm run config -- pull ${folder}`);
  const document = programmeOf(files);
  const pulled = Number((JSON.parse(files.get(VERSION_FILE) ?? '{}') as { version?: number }).version ?? 0);
  const { version, programme } = await inForce();
  const isLate = pulled !== version;
  const { status, body } = await call('PUT', '/v1/config?dryRun=true', document);
  if (status !== 200) throw new Error(explain(body as Problems));
  // As the API would give both back: what files leave out is filled in by it.
  const now = programme ? programmeOf(filesOf(programme)) : {};
  const differences = body.version === version ? [] : differencesBetween(now, document);
  console.log(`${url} has version ${version}${isLate ? `, and the folder was pulled from ${pulled}` : ''}.`);
  for (const line of differences) console.log(`  ${line}`);
  if (body.version === version) console.log('  Nothing changes.');
  const warnings = (body.warnings ?? []) as { pointer: string; detail: string }[];
  if (warnings.length > 0) console.log('Worth a look:');
  for (const { pointer, detail } of warnings) console.log(`  ${fileAt(pointer)}: ${detail}`);
  return { document, version, changes: body.version === version ? 0 : differences.length, isLate };
}

async function apply(): Promise<void> {
  const { document, version, changes, isLate } = await plan();
  if (changes === 0 && !isLate) return;
  if (isLate && !values.force && changes > 0) {
    throw new Error(
      `Somebody published since this folder was pulled. Pull into another folder, bring both together, or use --force.`,
    );
  }
  const ifMatch = version === 0 ? undefined : `"${version}"`;
  const { status, body } = await call('PUT', '/v1/config', document, ifMatch);
  if (status !== 200) throw new Error(explain(body as Problems));
  const files = filesOf(document);
  files.set(VERSION_FILE, `${JSON.stringify({ version: body.version }, null, 2)}\n`);
  await writeFolder(folder, files);
  console.log(`Published as version ${body.version}.`);
}

const explain = ({ detail = 'The API refused.', errors = [] }: Problems): string =>
  [detail, ...errors.map((error) => `  ${fileAt(error.pointer)} ${error.pointer}: ${error.detail}`)].join(
    '\n',
  );

const verbs: Record<string, () => Promise<unknown>> = { pull, plan, apply };
const run = verbs[verb];
if (values.help || !run) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 1;
} else {
  await run().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
