import { expect, it } from 'vitest';
import { through } from '../gateway.ts';
import { openSuiteTable } from '../suite-table.ts';

it('before anything is published there is no form, and every door says so alike', async () => {
  const table = await openSuiteTable();
  const { handler } = await import('../../functions/capture/index.ts');
  const call = through(handler);
  const body = { email: 'an@voorbeeld.be' };
  const answers = [
    await call('/f/guide', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    await call('/f/guide'),
    await call('/f/guide/thanks'),
    await call('/f/guide/embed.js'),
    await call('/f/guide/rendered-at'),
  ];
  await table.drop();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  expect(answers.map(({ body }) => JSON.parse(body))).toEqual(
    answers.map(() => expect.objectContaining({ status: 404, detail: 'There is no such form.' })),
  );
});
