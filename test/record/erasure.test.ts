import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { endErasure, eraseLead } from '../../shared/actions/privacy/erase-lead.ts';
import { foldStatistics } from '../../shared/actions/statistics/fold-statistics.ts';
import { readStatistics } from '../../shared/actions/statistics/read-statistics.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { toItem } from '../../shared/store/lead-item.ts';
import { getLead, saveLead } from '../../shared/store/leads.ts';
import { readAllRecorded } from '../../shared/store/recorded.ts';
import { readPendingResidue } from '../../shared/store/residue.ts';
import { readVersion } from '../../shared/store/stream-image.ts';
import { putRow } from '../../shared/store/timeline.ts';
import { DAY, HOUR, MINUTE } from '../domain/story.ts';
import { Life, Recorder, recordOf, shuffled } from './recorder.ts';

const recorder = new Recorder().open();
const read = () => readStatistics(recorder.context, '2025-12-01', '2026-12-31');
const load = async (id: string): Promise<Lead> => {
  const lead = await getLead(recorder.table, id, 'UTC', true);
  if (!lead) throw new Error('there is no such lead');
  return lead;
};
const rows = async (id: string) => (await readAllRecorded(recorder.table, id)).map(({ place }) => place);

/** A lead that signed up, confirmed and got its mails; and what the stream brings of it. */
async function lived(id: string): Promise<{ life: Life; records: DynamoDBRecord[] }> {
  const life = new Life(id, recorder.clock.now().machine);
  life.send();
  life.confirm();
  life.send();
  await recorder.put(life.it);
  const delivered = await recorder.moment(life.it, 'delivered', 'email.delivered', life.now);
  return { life, records: [...life.records, delivered] };
}

/** The tombstone as the stream brings it. */
const tombstoneOf = async (id: string) => recordOf(toItem(await load(id)));

async function lastLook(id: string): Promise<void> {
  recorder.clock.later(27 * HOUR);
  const lead = await load(id);
  if (lead.erasure) await endErasure(recorder.context, lead, lead.erasure);
}

/** Everything in the table that could belong to the lead. */
async function traces(id: string) {
  const pending = [];
  for await (const page of readPendingResidue(recorder.table)) pending.push(page);
  return { rows: await rows(id), pending: pending.filter(({ leadId }) => leadId === id).length };
}

describe('an erased lead', () => {
  it('has no timeline any more, and the figures stay as they were: now, when folded, sealed, and counted again', async () => {
    const { records } = await lived('lead_v1plain');
    await recorder.deliver(records);
    const before = await read();
    expect(await rows('lead_v1plain')).not.toEqual([]);
    expect(await eraseLead(recorder.context, 'lead_v1plain')).toBe(true);
    expect(await rows('lead_v1plain')).toEqual([]);
    expect(await load('lead_v1plain')).toMatchObject({ mailability: 'erased', email: '' });
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
    await lastLook('lead_v1plain');
    expect(await traces('lead_v1plain')).toEqual({ rows: [], pending: 0 });
    await foldStatistics(recorder.context);
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
    const left = Object.keys(toItem(await load('lead_v1plain')));
    expect(left.filter((name) => !['pk', 'sk', 'v', 'm', 'u', 'um'].includes(name))).toEqual([]);
  });

  it('leaves its days apart from each other, and under no name', async () => {
    const { life, records } = await lived('lead_v1days');
    await recorder.deliver(records);
    await eraseLead(recorder.context, 'lead_v1days');
    const token = (await load('lead_v1days')).erasure?.token ?? '';
    await lastLook('lead_v1days');
    const kept = await recorder.keys('residue#2026');
    expect(kept.length).toBeGreaterThan(0);
    for (const key of kept) expect(key).toMatch(/^2026-\d\d-\d\d#[a-z2-7]{26}$/);
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(life.it.id).toBe('lead_v1days');
  });

  it('is erased twice without harm, also when the first time was cut off', async () => {
    const { records } = await lived('lead_v1twice');
    await recorder.deliver(records);
    const before = await read();
    for (let n = 0; n < 3; n++) expect(await eraseLead(recorder.context, 'lead_v1twice')).toBe(true);
    await recorder.deliver(records.slice(0, 2)); // rows that the stream wrote meanwhile
    await eraseLead(recorder.context, 'lead_v1twice');
    expect(await rows('lead_v1twice')).toEqual([]);
    expect(await recorder.differences()).toEqual([]);
    await lastLook('lead_v1twice');
    expect(await eraseLead(recorder.context, 'lead_v1twice')).toBe(true);
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
  });

  it('that was never there is told apart', async () => {
    expect(await eraseLead(recorder.context, 'lead_v1nobody')).toBe(false);
  });
});

describe('what the stream still brings of an erased lead', () => {
  it('in one batch with its end makes no row, and is counted', async () => {
    const { records } = await lived('lead_v1together');
    await eraseLead(recorder.context, 'lead_v1together');
    const before = (await read())['2026-01-08'] ?? {};
    await recorder.deliver([...records, await tombstoneOf('lead_v1together')]);
    expect(await rows('lead_v1together')).toEqual([]);
    expect(await read()).not.toEqual(before);
    expect(await recorder.differences()).toEqual([]);
    await lastLook('lead_v1together');
    expect(await traces('lead_v1together')).toEqual({ rows: [], pending: 0 });
    expect(await recorder.differences()).toEqual([]);
  });

  it('late and alone makes rows that the last look takes away, and is counted once', async () => {
    const { records } = await lived('lead_v1stale');
    await recorder.deliver(records.slice(0, 3));
    await eraseLead(recorder.context, 'lead_v1stale');
    await recorder.deliver(shuffled([...records, ...records], 5), 2);
    expect(await rows('lead_v1stale')).not.toEqual([]);
    expect(await recorder.differences()).toEqual([]);
    const before = await read();
    await lastLook('lead_v1stale');
    expect(await traces('lead_v1stale')).toEqual({ rows: [], pending: 0 });
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
  });

  it('after the last look makes no row, wherever it comes from', async () => {
    const { records } = await lived('lead_v1replayed');
    await recorder.deliver(records);
    await eraseLead(recorder.context, 'lead_v1replayed');
    const tombstone = await tombstoneOf('lead_v1replayed');
    await lastLook('lead_v1replayed');
    const before = await read();
    await recorder.deliver(shuffled([...records, tombstone, ...records], 6), 3);
    await recorder.deliver(records, 1);
    expect(await traces('lead_v1replayed')).toEqual({ rows: [], pending: 0 });
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
  });

  it('from a last look that was cut off is neither lost nor counted twice', async () => {
    const { records } = await lived('lead_v1cut');
    await recorder.deliver(records);
    const before = await read();
    await eraseLead(recorder.context, 'lead_v1cut');
    await recorder.deliver(records.slice(0, 1));
    recorder.clock.later(27 * HOUR);
    const lead = await load('lead_v1cut');
    if (!lead.erasure) throw new Error('an erasure should be under way');
    // Two workers at once, and once more after both.
    await Promise.all([1, 2].map(() => lead.erasure && endErasure(recorder.context, lead, lead.erasure)));
    // A row that was still to be deleted when it was cut off.
    const [row] = records;
    await putRow(recorder.table, readVersion(row?.dynamodb?.NewImage as never));
    await endErasure(recorder.context, lead, lead.erasure);
    expect(await traces('lead_v1cut')).toEqual({ rows: [], pending: 0 });
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
  });
});

describe('a new life', () => {
  it('begins behind the old one, whose rows go while its own stay', async () => {
    const { life, records } = await lived('lead_v1again');
    await recorder.deliver(records);
    await eraseLead(recorder.context, 'lead_v1again');
    life.versions.length = 0;
    life.lead = await load('lead_v1again');
    life.now = recorder.clock.now().machine;
    life.signup({ leadId: 'lead_v1again', email: 'again@voorbeeld.be' });
    expect(await saveLead(recorder.table, life.it)).toEqual({ saved: true });
    expect(life.it).toMatchObject({ generation: 2, version: records.length - 1 + 3 });
    await recorder.deliver(life.records);
    await recorder.deliver(records); // of the first life, late
    expect(await recorder.differences()).toEqual([]);
    const before = await read();
    await lastLook('lead_v1again');
    expect((await rows('lead_v1again')).every((place) => place.startsWith('t#2#'))).toBe(true);
    expect(await rows('lead_v1again')).toHaveLength(1);
    expect(await load('lead_v1again')).toMatchObject({ generation: 2, email: 'again@voorbeeld.be' });
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
  });

  it('that is erased too, within a day, goes with the first', async () => {
    const { life, records } = await lived('lead_v1thrice');
    await recorder.deliver(records);
    await eraseLead(recorder.context, 'lead_v1thrice');
    life.versions.length = 0;
    life.lead = await load('lead_v1thrice');
    life.now = recorder.clock.now().machine + MINUTE;
    life.signup({ leadId: 'lead_v1thrice', email: 'thrice@voorbeeld.be' });
    await saveLead(recorder.table, life.it);
    await recorder.deliver(life.records);
    recorder.clock.later(2 * HOUR);
    const before = await read();
    await eraseLead(recorder.context, 'lead_v1thrice');
    expect(await rows('lead_v1thrice')).toEqual([]);
    await recorder.deliver([...records, ...life.records], 1);
    expect(await recorder.differences()).toEqual([]);
    await lastLook('lead_v1thrice');
    expect(await traces('lead_v1thrice')).toEqual({ rows: [], pending: 0 });
    expect(await read()).toEqual(before);
    recorder.clock.later(2 * DAY);
    await foldStatistics(recorder.context);
    expect(await read()).toEqual(before);
    expect(await recorder.differences()).toEqual([]);
  });
});
