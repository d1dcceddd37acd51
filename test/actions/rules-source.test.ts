import { afterAll, beforeAll, expect, it } from 'vitest';
import { RulesSource } from '../../shared/actions/rules-source.ts';
import { programme } from '../domain/story.ts';
import { openSuiteTable, type SuiteTable } from '../suite-table.ts';

let table: SuiteTable;
let reads = 0;
beforeAll(async () => {
  table = await openSuiteTable();
  await table.publish(programme());
  table.client.middlewareStack.add((next) => (args) => {
    reads += 1;
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
