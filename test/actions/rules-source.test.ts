import { afterAll, beforeAll, expect, it } from 'vitest';
import { RulesSource } from '../../shared/actions/programme/rules-source.ts';
import { programme } from '../domain/story.ts';
import { openSuiteTable, type SuiteTable } from '../suite-table.ts';

let table: SuiteTable;
let reads = 0;
/** A test's hand on the reading of a document: called when it is asked for, and waited for. */
let holdDocument: (() => Promise<void>) | undefined;
beforeAll(async () => {
  table = await openSuiteTable();
  await table.publish(programme());
  table.client.middlewareStack.add((next) => async (args) => {
    reads += 1;
    const { Key } = args.input as { Key?: { sk?: { S?: string } } };
    if (Key?.sk?.S?.startsWith('v')) await holdDocument?.();
    return next(args);
  });
});
afterAll(() => table.drop());

it('asks the table once for all who ask at the same time', async () => {
  const rules = new RulesSource(table);
  reads = 0;
  const all = await Promise.all(Array.from({ length: 48 }, () => rules.current()));
  expect(new Set(all.map(({ config }) => config)).size).toBe(1);
  expect(reads).toBe(2); // the number of the newest publication, and its document
});

it('asks anew when a publication must be seen, whoever is asking already', async () => {
  const rules = new RulesSource(table);
  reads = 0;
  await Promise.all([rules.current(), rules.refresh()]);
  expect(reads).toBeGreaterThan(2);
});

it('gives nobody the old publication while the new one is on its way', async () => {
  let now = 0;
  const rules = new RulesSource(table, undefined, () => now);
  const { config } = await rules.current();
  const company = { ...config.settings.company, name: 'Renamed' };
  await table.publish({ ...programme(), settings: { ...config.settings, company } });
  now += 2_000;
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const isAskedFor = new Promise<void>((resolve) => {
    holdDocument = () => {
      resolve();
      return arrival;
    };
  });
  const first = rules.current();
  await isAskedFor;
  const second = rules.current();
  arrive();
  const got = await Promise.all([first, second]);
  expect(got.map((one) => one.config.settings.company.name)).toEqual(['Renamed', 'Renamed']);
});
