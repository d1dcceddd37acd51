import { beforeAll, describe, expect, test } from 'vitest';
import { SLOT, slotOf } from '../../shared/domain/statistics/statistics-time.ts';
import { putOpenSlot, putTotal } from '../../shared/store/statistics.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  const now = setClock('2026-11-20T12:00:00Z');
  admin = await openAdmin();
  await admin.publish();
  for (const day of ['2026-11-01', '2026-11-19', '2025-12-31'])
    await putTotal(admin.table, day, { counts: { 'lead|new': 2 }, through: now - 86_400_000 });
  const days = { '2026-11-19': { 'lead|new': 1 }, '2026-11-20': { 'lead|confirmed': 1 } };
  await putOpenSlot(admin.table, now - 3_600_000, { size: 2, days });
});

type Day = { day: string; leads: { new: number; confirmed: number } };
const read = async (query = '') => {
  const { status, body } = await admin.ask(`GET /v1/statistics${query}`);
  expect(status).toBe(200);
  return (body as unknown as { results: Day[] }).results.map(({ day, leads }) => [
    day,
    leads.new,
    leads.confirmed,
  ]);
};

describe('the figures of days', () => {
  test('are those of the last month when no days are named, the oldest first', async () => {
    expect(await read()).toEqual([
      ['2026-11-01', 2, 0],
      ['2026-11-19', 3, 0],
      ['2026-11-20', 0, 1],
    ]);
  });

  test('are those of the days that are named, both included, over the turn of a year', async () => {
    expect(await read('?from=2025-12-31&to=2026-11-19')).toEqual([
      ['2025-12-31', 2, 0],
      ['2026-11-01', 2, 0],
      ['2026-11-19', 3, 0],
    ]);
    expect(await read('?from=2026-11-20&to=2026-11-20')).toEqual([['2026-11-20', 0, 1]]);
    expect(await read('?from=2026-11-21&to=2026-11-01')).toEqual([]);
  });

  test.each([
    ['?from=2026-02-30', 'from'],
    ['?to=yesterday', 'to'],
    ['?to=2026-1-1', 'to'],
    ['?from=2020-01-01&to=2026-11-20', 'from'],
  ])('%s is refused, with the name of what is wrong', async (query, name) => {
    const { status, body } = await admin.ask(`GET /v1/statistics${query}`);
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ pointer: `/${name}` })]]);
  });
});

describe('a recount', () => {
  const compare = (body: object) => admin.ask('POST /v1/statistics/recount', { body });

  test('is compared day by day, and says both figures', async () => {
    const days = { '2026-11-01': { 'lead|new': 2 }, '2026-11-02': { 'lead|new': 1 } };
    const { body } = await compare({
      before: '2026-11-20T12:10:00Z',
      from: '2026-11-01',
      to: '2026-11-19',
      days,
    });
    expect(body).toEqual({
      differences: [
        { day: '2026-11-02', figure: 'lead|new', stored: 0, recounted: 1 },
        { day: '2026-11-19', figure: 'lead|new', stored: 3, recounted: 0 },
      ],
    });
  });

  test('of minutes that still take figures repairs nothing', async () => {
    const range = { from: '2026-11-01', to: '2026-11-19', days: {}, repair: true };
    const before = new Date(slotOf(Date.now()) + SLOT).toISOString();
    const { status } = await compare({ before, ...range });
    expect(status).toBe(409);
    expect((await read())[0]).toEqual(['2026-11-01', 2, 0]);
  });

  test('of what is closed takes the place of the figures, to which new ones are added', async () => {
    const { body } = await admin.ask('GET /v1/statistics/recount?closed=true');
    const { before } = body as unknown as { before: string };
    const days = { '2026-11-19': { 'lead|new': 7 } };
    await compare({ before, from: '2026-11-19', to: '2026-11-19', days, repair: true });
    await putOpenSlot(admin.table, Date.parse(before), {
      size: 1,
      days: { '2026-11-19': { 'lead|new': 1 } },
    });
    expect(await read('?from=2026-11-19&to=2026-11-19')).toEqual([['2026-11-19', 8, 0]]);
  });
});
