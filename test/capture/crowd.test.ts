import { expect, it } from 'vitest';
import { Door } from './door.ts';

const door = new Door().open();

it('32 signups of one address at once, all different, all land in one lead', async () => {
  const email = 'crowd@voorbeeld.be';
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, n) =>
      door.call('/f/guide', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, first_name: `An ${n}` }),
      }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const lead = await door.load(email);
  expect(lead).toMatchObject({ version: 32, interactions: 31, lastRow: 31 });
  expect(lead?.requests).toHaveLength(1);
  expect(lead?.submissions).toHaveLength(16);
}, 60_000);
