import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { foldStatistics } from '../../shared/actions/statistics/fold-statistics.ts';
import { readStatistics } from '../../shared/actions/statistics/read-statistics.ts';
import { foldingKey, minuteOf } from '../../shared/store/keys.ts';
import { toItem } from '../../shared/store/lead-item.ts';
import { recordedRow } from '../../shared/store/recorded.ts';
import { entriesOf, packEntries } from '../../shared/store/statistic-page.ts';
import { putOpenSlot, readFolding, readOpenSlots, readTotals } from '../../shared/store/statistics.ts';
import { HOUR, MINUTE } from '../domain/story.ts';
import { START } from '../test-clock.ts';
import { Life, Recorder, recordOf, shuffled } from './recorder.ts';

const recorder = new Recorder().open();
const read = () => readStatistics(recorder.context, '2025-12-01', '2026-12-31');
const fold = () => foldStatistics(recorder.context);

let records: DynamoDBRecord[];
const lives: Life[] = [];
beforeAll(async () => {
  const moments: DynamoDBRecord[] = [];
  for (let n = 0; n < 6; n++) {
    const life = new Life(`lead_v1life${n}`, START + n * 47 * MINUTE);
    lives.push(life);
    life.send();
    life.later(MINUTE).confirm();
    life.send();
    for (let m = 0; m < 3; m++) {
      life.later(7 * MINUTE);
      moments.push(
        await recorder.moment(life.it, `delivered${m}`, 'email.delivered', life.now, {
          class: 'magnet',
          template: 'magnet',
        }),
      );
    }
    life.click(`send${n}`, 'awareness-1');
    if (n === 5) life.later(MINUTE).unsubscribe();
    await recorder.put(life.it);
  }
  records = [...lives.flatMap((life) => life.records), ...moments];
  recorder.clock.later(7 * HOUR);
});

const expected = {
  'lead|new': 6,
  'lead|confirmed': 6,
  'lead|unsubscribed': 1,
  'source|newsletter|new': 6,
  'form|guide|submitted': 6,
  'form|guide|confirmed': 6,
  'stage|nurtureStage|awareness|entered': 6,
  'mail|confirmation|confirmation|||sent': 6,
  'mail|magnet|magnet|||sent': 6,
  'mail|nurture|awareness-1|awareness|one|sent': 6,
  'mail|magnet|magnet|||delivered': 18,
};

describe('the figures', () => {
  it('are there as soon as the stream was read, before anybody folds', async () => {
    expect(await recorder.deliver(records)).toBe(0);
    expect((await read())['2026-01-05']).toMatchObject(expected);
    expect(await recorder.differences()).toEqual([]);
    expect(await readFolding(recorder.table)).toEqual({});
  });

  it('are the same when everything comes again, in any order and in any batches', async () => {
    const before = await read();
    await recorder.deliver(shuffled([...records, ...records], 1), 7);
    await recorder.deliver(shuffled(records, 2), 1);
    expect(await read()).toEqual(before);
  });

  it('are the same once they are folded, and when everything comes again after that', async () => {
    const before = await read();
    expect(await fold()).toBe(true);
    const slots = await readOpenSlots(recorder.table, 0, START + 8 * HOUR, true);
    expect(slots.size).toBeGreaterThan(6);
    expect(await read()).toEqual(before);
    await recorder.deliver(shuffled(records, 3), 11);
    expect(await read()).toEqual(before);
    recorder.clock.later(6 * MINUTE);
    expect(await fold()).toBe(true);
    expect(await readOpenSlots(recorder.table, 0, START + 8 * HOUR, true)).toEqual(slots);
    expect(await read()).toEqual(before);
  });

  it('are folded by one of many, every few minutes', async () => {
    recorder.clock.later(6 * MINUTE);
    const folds = await Promise.all(Array.from({ length: 8 }, fold));
    expect(folds.filter(Boolean)).toHaveLength(1);
    expect(await fold()).toBe(false);
  });

  it('have what comes hours late, once somebody folds again', async () => {
    const late = new Life('lead_v1late', START + 2 * HOUR);
    await recorder.put(late.it);
    await recorder.deliver(late.records);
    expect((await read())['2026-01-05']).toMatchObject({ 'lead|new': 7 });
    recorder.clock.later(6 * MINUTE);
    await fold();
    expect((await read())['2026-01-05']).toMatchObject({ 'lead|new': 7 });
    // Two folds later nobody looks for it any more: it is in the figures of its slot.
    for (let n = 0; n < 3; n++) {
      recorder.clock.later(30 * MINUTE);
      await fold();
    }
    expect((await read())['2026-01-05']).toMatchObject({ 'lead|new': 7 });
    expect(await recorder.differences()).toEqual([]);
  });

  it('of a slot are not replaced by a fold that saw less', async () => {
    const slots = await readOpenSlots(recorder.table, 0, START + 8 * HOUR, true);
    const [[slot, summary] = [0, { size: 0, days: {} }]] = slots;
    await putOpenSlot(recorder.table, slot, { size: summary.size - 1, days: {} });
    await putOpenSlot(recorder.table, slot, { size: summary.size, days: {} });
    expect(await readOpenSlots(recorder.table, 0, START + 8 * HOUR, true)).toEqual(slots);
  });

  it('lie in one total a day when their slots are sealed, and nothing that comes after counts', async () => {
    const before = await read();
    recorder.clock.later(30 * HOUR);
    await fold();
    const { sealed = 0 } = await readFolding(recorder.table);
    expect(minuteOf(sealed)).toMatch(/:50$/);
    const totals = await readTotals(recorder.table, '2026-01-05', '2026-01-05', true);
    expect(totals.get('2026-01-05')).toEqual({ counts: before['2026-01-05'], through: sealed });
    expect(await read()).toEqual(before);
    await recorder.deliver(shuffled([...records, ...records], 4), 13);
    recorder.clock.later(6 * MINUTE);
    await fold();
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
  });

  it('are sealed once, also when whoever did it could not say how far it came', async () => {
    const before = await read();
    const { sealed = 0, ...state } = await readFolding(recorder.table);
    for (const hours of [0, 1]) {
      const earlier = { ...foldingKey, ...state, next: 0, sealed: sealed - 12 * HOUR };
      await recorder.table.client.send(
        new PutItemCommand({ TableName: recorder.table.name, Item: marshall(earlier) }),
      );
      recorder.clock.later(hours * HOUR);
      await fold();
      expect(await read()).toEqual(before);
    }
    expect((await readFolding(recorder.table)).sealed).toBeGreaterThanOrEqual(sealed);
  });

  it('that go on are added to the total of their day once, whatever happens between', async () => {
    const life = new Life('lead_v1next', START + 37 * HOUR);
    await recorder.put(life.it);
    await recorder.deliver(life.records);
    for (let n = 0; n < 12; n++) {
      expect((await read())['2026-01-06']).toMatchObject({ 'lead|new': 1 });
      recorder.clock.later(3 * HOUR);
      await fold();
    }
    const totals = await readTotals(recorder.table, '2026-01-05', '2026-01-07', true);
    expect(totals.get('2026-01-06')?.counts).toMatchObject({ 'lead|new': 1 });
    expect(totals.get('2026-01-05')?.counts).toMatchObject({ 'lead|new': 7 });
    expect(await recorder.differences()).toEqual([]);
  });
});

describe('a batch', () => {
  it('that fails in the middle counts what came before, and the rest when it comes again', async () => {
    const now = recorder.clock.now().machine;
    const [a, b, c] = [1, 2, 3].map((n) => new Life(`lead_v1part${n}`, now - n * 1_000));
    if (!a || !b || !c) throw new Error('three lives');
    for (const life of [a, b, c]) await recorder.put(life.it);
    const huge = { ...b.it, activities: [{ type: 'page.viewed', at: now, long: 'x'.repeat(450_000) }] };
    const poison = recordOf(toItem(huge));
    const before = (await read())['2026-01-08'] ?? {};
    const records = [...a.records, poison, ...c.records];
    const { batchItemFailures } = await recorder.deliverOnce(records);
    expect(batchItemFailures).toEqual([{ itemIdentifier: poison.dynamodb?.SequenceNumber }]);
    const day = new Date(now).toISOString().slice(0, 10);
    const news = async () => ((await read())[day]?.['lead|new'] ?? 0) - (before['lead|new'] ?? 0);
    expect(await news()).toBe(1);
    await recorder.deliver([...b.records, ...c.records]);
    expect(await news()).toBe(3);
    expect(await recorder.differences()).toEqual([]);
  });

  it('takes about a tenth of a write unit for a mail', async () => {
    const lives = Array.from({ length: 22 }, (_, n) => new Life(`lead_v1bulk${n}`, START));
    const sent = lives.map((life) => {
      life.send();
      life.confirm();
      life.send();
      return life.versions
        .filter(({ activities }) => activities.some(({ type }) => type === 'email.sent'))
        .at(-1);
    });
    const entries = sent.flatMap((version, n) => {
      if (!version) return [];
      const { id: leadId, generation, version: v, activities } = version;
      const row = {
        leadId,
        generation,
        version: v,
        previous: 0,
        recordedAt: START,
        source: 'direct',
        activities,
      };
      const delivered = {
        type: 'email.delivered',
        at: START,
        template: `t${n % 5}`,
        class: 'nurture',
        sequence: `s${n % 5}`,
        step: 'a',
      };
      return [
        ...entriesOf(recordedRow(row)),
        ...entriesOf({ ...row, place: `t#1#m${n}`, activities: [delivered] }),
      ];
    });
    expect(entries.length).toBeGreaterThanOrEqual(44);
    const units = Math.ceil((packEntries(entries).byteLength + 80) / 1_024);
    expect(units / 22).toBeLessThanOrEqual(0.15);
  });

  it('of the same things is the same page', async () => {
    const now = recorder.clock.now().machine;
    const pages = async () => (await recorder.keys(`pages#${minuteOf(now).slice(0, 10)}`)).length;
    const before = await pages();
    const life = new Life('lead_v1same', now);
    for (let n = 0; n < 3; n++) await recorder.deliver(life.records);
    expect(await pages()).toBe(before + 1);
  });
});
