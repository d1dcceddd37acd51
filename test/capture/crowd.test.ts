import { afterAll, beforeAll, expect, it } from 'vitest';
import { leadIdOf } from '../../shared/actions/lead-id.ts';
import { getLead } from '../../shared/store/leads.ts';
import { type Answer, type Call, through } from '../gateway.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { TestClock } from '../test-clock.ts';

let table: SuiteTable;
let call: (target: string, call?: Call) => Promise<Answer>;
beforeAll(async () => {
  table = await openSuiteTable();
  new TestClock();
  await table.publish(sampleProgramme());
  const { handler } = await import('../../functions/capture/index.ts');
  call = through(handler);
});
afterAll(() => table?.drop());

it('32 signups of one address at once, all different, all land in one lead', async () => {
  const email = 'crowd@voorbeeld.be';
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, n) =>
      call('/f/guide', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, first_name: `An ${n}` }),
      }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const lead = await getLead(table, leadIdOf(email, idKey), 'Europe/Brussels', true);
  expect(lead).toMatchObject({ version: 32, interactions: 31, lastRow: 31 });
  expect(lead?.requests).toHaveLength(1);
  expect(lead?.submissions).toHaveLength(16);
}, 60_000);
