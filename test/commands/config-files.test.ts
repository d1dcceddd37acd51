import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { differencesBetween } from '../../infra/commands/config-differences.ts';
import {
  fileAt,
  filesOf,
  type Programme,
  programmeOf,
  readFolder,
  writeFolder,
} from '../../infra/commands/config-files.ts';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { Config } from '../../shared/domain/programme/config.ts';

const demo = Config.parse(await demoConfigFor('http://localhost:3000')) as unknown as Programme;
const folder = await mkdtemp(join(tmpdir(), 'kweek-config-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a programme that went through files and back is the same one, words and all', () => {
  const back = Config.parse(programmeOf(filesOf(demo)));
  expect(back).toEqual(demo);
});

test('files come in one order, and the words of a mail stand by themselves', () => {
  const shuffled = { ...demo, forms: Object.fromEntries(Object.entries(demo.forms).reverse()) };
  expect([...filesOf(shuffled)]).toEqual([...filesOf(demo)]);
  expect(filesOf(demo).get('templates/confirmation/en.html')).toContain('{{ confirm_url }}');
  expect(filesOf(demo).get('templates/confirmation/template.json')).not.toContain('<p>');
});

test('a folder holds what is in force and nothing that went, and leaves what is not ours', async () => {
  await writeFile(join(folder, 'README.md'), 'ours');
  await writeFolder(folder, filesOf(demo));
  const { confirmation: _, ...templates } = demo.templates;
  await writeFolder(folder, filesOf({ ...demo, templates }));
  const paths = [...(await readFolder(folder)).keys()];
  expect(paths).toContain('settings.json');
  expect(paths.filter((path) => path.startsWith('templates/confirmation/'))).toEqual([]);
});

test('what changes is said in words', () => {
  const settings = { ...demo.settings, currency: 'CHF' };
  const { guide } = demo.forms;
  const changed = { ...demo, settings, forms: { other: guide, ...demo.forms }, magnets: {} };
  const [slug] = Object.keys(demo.magnets);
  expect(differencesBetween(demo, changed).sort()).toEqual(
    ['form other is new', `magnet ${slug} is gone`, 'settings.currency changes from "EUR" to "CHF"'].sort(),
  );
  expect(differencesBetween(demo, structuredClone(demo))).toEqual([]);
});

test.each([
  ['/templates/hello/content/en/html', 'templates/hello/en.html'],
  ['/templates/hello/content/en/subject', 'templates/hello/template.json'],
  ['/forms/guide/fields/0/name', 'forms/guide.json'],
  ['/stages/nurture/states', 'stages/nurture.json'],
  ['/settings/company/address', 'settings.json'],
])('%s is in %s', (pointer, path) => {
  expect(fileAt(pointer)).toBe(path);
});
