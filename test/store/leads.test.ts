import { setTimeout as sleep } from 'node:timers/promises';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { toItem } from '../../shared/store/lead-item.ts';
import { getLead, saveLead } from '../../shared/store/leads.ts';
import { programme, Story } from '../domain/story.ts';
import { type DynamoDbProxy, startDynamoDbProxy } from '../dynamodb-proxy.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { ZONE } from './any-lead.ts';

let proxy: DynamoDbProxy;
let table: SuiteTable;
beforeAll(async () => {
  proxy = await startDynamoDbProxy(inject('dynamodb'));
  table = await openSuiteTable({ proxy: proxy.endpoint });
});
afterAll(async () => {
  await table?.drop();
  await proxy?.stop();
});
beforeEach(() => proxy.clear());

let people = 0;
/** A stranger's first signup, not yet saved; with it the story goes on. */
function signup() {
  const email = `person${++people}@voorbeeld.be`;
  const story = new Story(rulesOf(programme()));
  return story.signup({ leadId: leadIdOf(email, idKey), email, submission: '0abc123' });
}

const load = (id: string) => getLead(table, id, ZONE, true);
const saves = () => proxy.requests.filter((request) => request.operation === 'PutItem').length;

describe('saving a lead', () => {
  it('for the first time takes one request, and what lies there is what was saved', async () => {
    const { it: lead } = signup();
    expect(await saveLead(table, lead)).toEqual({ saved: true });
    expect(proxy.requests.map((request) => request.operation)).toEqual(['PutItem']);
    expect(await load(lead.id)).toEqual(lead);
  });

  it('takes the version before it for granted, and is refused when that is gone: the answer is what lies there', async () => {
    const story = signup();
    const first = story.it;
    await saveLead(table, first);
    story.confirm();
    const confirmed = story.it;
    expect(await saveLead(table, confirmed)).toEqual({ saved: true });
    const late = { ...first, version: 2, language: 'nl', activities: [] };
    expect(await saveLead(table, late)).toEqual({ saved: false, current: confirmed });
    expect(await load(first.id)).toEqual(confirmed);
  });

  it('as a stranger, when the lead is known, is refused with the known one', async () => {
    const story = signup();
    const first = story.it;
    await saveLead(table, first);
    const other = { ...first, activities: [{ type: 'form.submitted', at: first.createdAt + 1 }] };
    expect(await saveLead(table, other)).toEqual({ saved: false, current: first });
  });

  it('of which the answer was lost, and that the SDK sends again, finds itself', async () => {
    const story = signup();
    proxy.intercept({ matches: (r) => r.operation === 'PutItem', outcome: 'lose the answer' });
    expect(await saveLead(table, story.it)).toEqual({ saved: true });
    expect(saves()).toBe(2);
    story.claim();
    proxy.intercept({ matches: (r) => r.operation === 'PutItem', outcome: 'lose the answer' });
    expect(await saveLead(table, story.it)).toEqual({ saved: true });
    expect(await load(story.it.id)).toEqual(story.it);
  });

  it('that DynamoDB does not answer in three seconds is given up and sent again', async () => {
    const story = signup();
    const late = { matches: (r: { operation: string }) => r.operation === 'PutItem' };
    proxy.intercept({ ...late, before: () => sleep(4_000) });
    expect(await saveLead(table, story.it)).toEqual({ saved: true });
    expect(saves()).toBe(2);
    expect(await load(story.it.id)).toEqual(story.it);
  });

  it('twice at once from one version: one wins, and the other is told who', async () => {
    const story = signup();
    await saveLead(table, story.it);
    const visits = ['one', 'two', 'three'].map((owner) => ({
      ...story.it,
      version: 2,
      owner,
      activities: [{ type: 'page.viewed', at: story.now, by: owner }],
    }));
    const answers = await Promise.all(visits.map((lead) => saveLead(table, lead)));
    expect(answers.filter((answer) => answer.saved)).toHaveLength(1);
    const winner = visits[answers.findIndex((answer) => answer.saved)];
    expect(await load(story.it.id)).toEqual(winner);
    for (const answer of answers) if (!answer.saved) expect(answer.current).toEqual(winner);
  });

  it('two claims of the same moment are two claims: the token tells them apart', async () => {
    const story = signup();
    await saveLead(table, story.it);
    story.claim();
    const [send] = story.it.openSends;
    const mine = { ...story.it, openSends: [{ ...send, token: 'mine' }] } as typeof story.it;
    const yours = { ...story.it, openSends: [{ ...send, token: 'yours' }] } as typeof story.it;
    expect(await saveLead(table, mine)).toEqual({ saved: true });
    expect(await saveLead(table, yours)).toEqual({ saved: false, current: mine });
  });

  it('drops nothing that a newer release put there', async () => {
    const { it: lead } = signup();
    const item = { ...toItem(lead), zz: { S: 'from tomorrow' } };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: item }));
    const read = await load(lead.id);
    if (!read) throw new Error('it was just put');
    await saveLead(table, { ...read, version: 2 });
    expect((await load(lead.id))?.unknown).toEqual({ zz: 'from tomorrow' });
  });
});
