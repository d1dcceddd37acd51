import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type Json = Record<string, unknown>;
/** The programme as the API gives it; here only its shape counts. */
export type Programme = Record<(typeof kinds)[number], Record<string, Json>> & {
  settings: Json;
  scoring: Json;
  stages: Record<string, Json>;
};
type Content = Record<string, { html?: string; text?: string } & Json>;

/** Each thing of these is a file of its own. */
const kinds = ['forms', 'magnets', 'templates', 'partials', 'sequences'] as const;
const whole = ['settings', 'scoring'] as const;
const models = ['nurture', 'lifecycle'] as const;

/** Where it is noted which publication the files were taken from. */
export const VERSION_FILE = 'kweek.json';

/**
 * The programme as files, by path, in a stable order: one for each thing, and the words of mails as they are read,
 * `templates/<slug>/<language>.html`. There are no secrets in a programme, and so none here.
 */
export function filesOf(programme: Programme): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of whole) files.set(`${name}.json`, write(programme[name]));
  for (const name of models) files.set(`stages/${name}.json`, write(programme.stages[name]));
  for (const kind of kinds) {
    for (const [slug, thing] of Object.entries(programme[kind] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (kind !== 'templates') files.set(`${kind}/${slug}.json`, write(thing));
      else for (const [path, text] of templateFiles(thing)) files.set(`templates/${slug}/${path}`, text);
    }
  }
  return files;
}

function templateFiles(template: Json): [string, string][] {
  const words: [string, string][] = [];
  const content = Object.entries(template.content as Content).map(([language, { html, text, ...rest }]) => {
    words.push([`${language}.html`, html ?? '']);
    if (text !== undefined) words.push([`${language}.txt`, text]);
    return [language, rest];
  });
  return [['template.json', write({ ...template, content: Object.fromEntries(content) })], ...words];
}

/** The programme that files make. Throws an Error that names the file which cannot be read. */
export function programmeOf(files: ReadonlyMap<string, string>): Programme {
  const programme: Json = {};
  for (const name of whole) programme[name] = read(files, `${name}.json`);
  programme.stages = Object.fromEntries(models.map((name) => [name, read(files, `stages/${name}.json`)]));
  for (const kind of kinds) {
    const pattern = new RegExp(
      kind === 'templates' ? `^${kind}/([^/]+)/template\\.json$` : `^${kind}/([^/]+)\\.json$`,
    );
    const slugs = [...files.keys()].flatMap((path) => pattern.exec(path)?.[1] ?? []).sort();
    programme[kind] = Object.fromEntries(
      slugs.map((slug) => [
        slug,
        kind === 'templates' ? readTemplate(files, slug) : read(files, `${kind}/${slug}.json`),
      ]),
    );
  }
  return programme as Programme;
}

function readTemplate(files: ReadonlyMap<string, string>, slug: string): Json {
  const template = read(files, `templates/${slug}/template.json`);
  const content = Object.entries((template.content ?? {}) as Content).map(([language, rest]) => {
    const html = files.get(`templates/${slug}/${language}.html`);
    const text = files.get(`templates/${slug}/${language}.txt`);
    return [
      language,
      { ...rest, ...(html === undefined ? {} : { html }), ...(text === undefined ? {} : { text }) },
    ];
  });
  return { ...template, content: Object.fromEntries(content) };
}

function read(files: ReadonlyMap<string, string>, path: string): Json {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is missing.`);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new Error(`${path} is no JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

const write = (thing: unknown): string => `${JSON.stringify(thing, null, 2)}\n`;

/** The file that a pointer of the API's leads into: `/templates/hello/content/en/html` is in `templates/hello/en.html`. */
export function fileAt(pointer: string): string {
  const [first = '', slug = '', , language = '', part = ''] = pointer.slice(1).split('/');
  if (first === 'templates') {
    if (part === 'html') return `templates/${slug}/${language}.html`;
    return part === 'text' ? `templates/${slug}/${language}.txt` : `templates/${slug}/template.json`;
  }
  return (kinds as readonly string[]).includes(first) || first === 'stages'
    ? `${first}/${slug}.json`
    : `${first}.json`;
}

/** All files of a folder, by path within it; none when there is no such folder. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && /\.(json|html|txt)$/.test(entry.name));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return new Map(
    paths.map((path, i) => [path.slice(join(folder, '/').length).replaceAll('\\', '/'), texts[i] ?? '']),
  );
}

/** Makes a folder hold these files, and no others of the programme's. */
export async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const path of (await readFolder(folder)).keys()) {
    const isOurs = path === VERSION_FILE || /^(settings|scoring)\.json$/.test(path) || ours.test(path);
    if (isOurs && !files.has(path)) await rm(join(folder, path));
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const ours = new RegExp(`^(${[...kinds, 'stages'].join('|')})/`);
