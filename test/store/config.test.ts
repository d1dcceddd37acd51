import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idKeyCheck } from '../../shared/actions/lead/lead-id.ts';
import { RulesSource } from '../../shared/actions/programme/rules-source.ts';
import {
  publishConfig,
  readConfigDocument,
  readConfigPointer,
  readSequence,
} from '../../shared/store/config.ts';
import { programme } from '../domain/story.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { realisticLead } from './realistic-lead.ts';

let table: SuiteTable;
beforeAll(async () => {
  table = await openSuiteTable();
});
afterAll(() => table?.drop());

const first = programme();
const { awareness, engagement, endorsement } = first.sequences;
if (!awareness || !engagement || !endorsement) throw new Error('the programme has a sequence per stage');
const second = programme({
  sequences: { awareness, endorsement, engagement: { ...engagement, title: 'Renewed' } },
});

describe('a published programme', () => {
  it('is nothing before the first publication, and asking for rules says so', async () => {
    expect(await readConfigPointer(table)).toEqual({ version: 0 });
    await expect(new RulesSource(table).current()).rejects.toMatchObject({ code: 'not_configured' });
  });

  it('is found again as it was, with the check value of the id key', async () => {
    await table.publish(first);
    expect(await readConfigPointer(table, true)).toMatchObject({ version: 1, idKeyCheck: idKeyCheck(idKey) });
    const document = await readConfigDocument(table, 1);
    expect(document).toMatchObject({ ...first, version: 1 });
    expect(document?.sequenceVersions).toEqual({ awareness: 1, engagement: 1, endorsement: 1 });
  });

  it('gets the next version, and only what changed gets a new version of its own', async () => {
    await table.publish(second);
    expect((await readConfigDocument(table, 2))?.sequenceVersions).toEqual({
      awareness: 1,
      engagement: 2,
      endorsement: 1,
    });
    expect(await readConfigDocument(table, 1)).toMatchObject(first);
    expect(await readSequence(table, 'engagement', 1)).toEqual(engagement);
    expect(await readSequence(table, 'engagement', 2)).toMatchObject({ title: 'Renewed' });
  });

  it('that another published meanwhile is left alone: nothing of the loser’s is kept', async () => {
    const now = await readConfigDocument(table, 2);
    if (!now) throw new Error('there is a second');
    const loser = { ...now, version: 2, sequenceVersions: { ...now.sequenceVersions, engagement: 3 } };
    expect(await publishConfig(table, loser, ['engagement'], idKeyCheck(idKey))).toBe(false);
    expect(await readSequence(table, 'engagement', 3)).toBeUndefined();
    const gap = { ...now, version: 9 };
    expect(await publishConfig(table, gap, [], idKeyCheck(idKey))).toBe(false);
    expect(await readConfigDocument(table, 9)).toBeUndefined();
  });

  it('leaves leads in flight on the version of the sequence that they entered', async () => {
    const rules = new RulesSource(table, idKeyCheck(idKey));
    const { claimed } = realisticLead();
    const forLead = await rules.forLead(claimed);
    expect(forLead.sequence('engagement', 1)?.title).toBe(engagement.title);
    expect(forLead.sequence('engagement', 2)?.title).toBe('Renewed');
    expect(forLead.sequence('engagement', 7)).toBeUndefined();
  });

  it('is refused to a function that names leads with another id key', async () => {
    const stranger = new RulesSource(table, idKeyCheck(Buffer.alloc(32)));
    await expect(stranger.current()).rejects.toMatchObject({ code: 'id_key_mismatch' });
  });
});
