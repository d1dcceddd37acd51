import { describe, expect, it } from 'vitest';
import type { Answer } from '../gateway.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { Door } from './door.ts';

const door = new Door().open();

const post = (body: string, type = 'application/json', headers: Record<string, string> = {}) =>
  door.call('/f/guide', { method: 'POST', headers: { 'content-type': type, ...headers }, body });
const postJson = (body: unknown) => post(JSON.stringify(body));

interface Problem {
  status: number;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}
const problemOf = (answer: Answer): Problem => {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  return answer.json() as Problem;
};

describe('what cannot be taken', () => {
  it('is refused with 422 and a pointer to each value that is wrong, as the client named it', async () => {
    const answer = await postJson({ email: 'an@', 'First Name': 'x'.repeat(41), people: 'many' });
    expect(answer.status).toBe(422);
    const { errors = [], ...rest } = problemOf(answer);
    expect(rest).toMatchObject({ status: 422, title: 'Unprocessable Content' });
    expect(errors.map((error) => error.pointer)).toEqual(['/email', '/First Name', '/people']);
    for (const error of errors) expect(error.detail).toMatch(/\.$/);
  });

  it('is refused with 422 when the address is missing, and when a magnet is asked for that is not offered', async () => {
    expect(problemOf(await postJson({ first_name: 'An' })).errors).toMatchObject([{ pointer: '/email' }]);
    const { errors } = problemOf(await postJson({ email: 'an@voorbeeld.be', magnet: 'moon' }));
    expect(errors).toMatchObject([{ pointer: '/magnet' }]);
    expect(await door.load('an@voorbeeld.be')).toBeUndefined();
  });

  it.each([
    ['JSON that is cut off', '{"email":', 'application/json', 400],
    ['JSON that is no object', '["an@voorbeeld.be"]', 'application/json', 400],
    ['multipart without its boundary', 'hello', 'multipart/form-data', 400],
    ['another kind of body', '<email/>', 'application/xml', 415],
    ['more than 64 KB', JSON.stringify({ email: 'a@b.be', x: 'x'.repeat(70_000) }), 'application/json', 413],
  ])('%s is answered with a problem of its own', async (_, body, type, status) => {
    const answer = await post(body, type);
    expect(answer.status).toBe(status);
    expect(problemOf(answer)).toMatchObject({ status, detail: expect.stringMatching(/\.$/) });
  });

  it('of a form that does not exist is 404', async () => {
    const answer = await door.call('/f/moon', { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(problemOf(answer)).toMatchObject({ status: 404 });
    expect((await door.call('/f/constructor')).status).toBe(404);
    expect((await door.call('/f/guide/elsewhere')).status).toBe(404);
  });
});

describe('a form that was published a moment ago', () => {
  it('is found at once', async () => {
    const sample = sampleProgramme();
    const { guide } = sample.forms;
    if (!guide) throw new Error('the sample has it');
    await door.call('/f/guide'); // The function holds the configuration of before.
    await door.table.publish({ ...sample, forms: { ...sample.forms, brand: guide } });
    const body = JSON.stringify({ email: 'new@voorbeeld.be' });
    const answer = await door.call('/f/brand', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(200);
    expect(await door.load('new@voorbeeld.be')).toMatchObject({ forms: ['brand'] });
  });
});

describe('CORS', () => {
  const options = (form: string, origin: string) =>
    door.call(`/f/${form}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const from = (form: string, origin: string, body = '{"email":"cors@voorbeeld.be"}') =>
    door.call(`/f/${form}`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body,
    });

  it('lets the pages of the form’s own origins post and read the answer', async () => {
    const preflight = await options('guide', 'https://acme.example');
    expect(preflight).toMatchObject({ status: 204, body: '' });
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': 'https://acme.example',
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': 'content-type',
      vary: 'Origin',
    });
    for (const body of [undefined, '{"email":"no"}', '{']) {
      const answer = await from('guide', 'https://acme.example', body);
      expect(answer.headers['access-control-allow-origin']).toBe('https://acme.example');
    }
  });

  it('is not given to others, whose signup counts all the same', async () => {
    for (const origin of ['https://evil.example', 'https://acme.example.evil.example', 'null']) {
      const preflight = await options('guide', origin);
      expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
      expect((await from('guide', origin)).headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(await door.load('cors@voorbeeld.be')).toBeDefined();
  });

  it('is given to everyone by a form that lists every origin', async () => {
    const preflight = await options('away', 'https://anyone.example');
    expect(preflight.headers['access-control-allow-origin']).toBe('https://anyone.example');
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('hostile input', () => {
  it('E23: a name with line breaks and control characters is kept without them', async () => {
    await postJson({ email: 'e23@voorbeeld.be', first_name: 'Jan\r\nBcc: x@y.z\u0000\u2028' });
    const lead = await door.load('e23@voorbeeld.be');
    expect(lead?.fields.first_name).toBe('JanBcc: x@y.z');
    const inAddress = await postJson({ email: 'e23@voorbeeld.be\r\nBcc: x@y.z' });
    expect(inAddress.status).toBe(422);
  });

  it.each(['<script>alert(1)</script>', '{{amazonSESUnsubscribeUrl}}', '$' + '{x}'])(
    'E24: a name like %s is only ever text: kept as typed, escaped on the page',
    async (first_name) => {
      const answer = await post(
        new URLSearchParams({ email: 'no', first_name }).toString(),
        'application/x-www-form-urlencoded',
        { accept: 'text/html' },
      );
      expect(answer.status).toBe(422);
      expect(answer.body).not.toContain('<script');
      expect(answer.body).toContain(first_name.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
      await postJson({ email: 'e24@voorbeeld.be', first_name });
      expect((await door.load('e24@voorbeeld.be'))?.fields.first_name).toBe(first_name);
    },
  );

  it('E27: 64 characters before the @ and 254 in all are an address, one more is none', async () => {
    const domain = (length: number) =>
      `${'d'.repeat(60)}.`
        .repeat(10)
        .slice(0, length - 3)
        .concat('.be');
    const at = (local: number, total: number) => `${'l'.repeat(local)}@${domain(total - local - 1)}`;
    for (const [email, status] of [
      [`${'l'.repeat(64)}@voorbeeld.be`, 200],
      [`${'l'.repeat(65)}@voorbeeld.be`, 422],
      [at(64, 254), 200],
      [at(64, 255), 422],
    ] as const) {
      expect([email.length, (await postJson({ email })).status]).toEqual([email.length, status]);
    }
  });

  it('E28: 5 MB, deep nesting and __proto__ store nothing and touch no prototype', async () => {
    const big = await post(JSON.stringify({ email: 'e28@voorbeeld.be', x: 'x'.repeat(5_000_000) }));
    expect(big.status).toBe(413);
    const deep = await post(`{"email":"e28@voorbeeld.be","x":${'['.repeat(9_000)}${']'.repeat(9_000)}}`);
    expect(deep.status).toBe(422);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`field${i}`, 'x']));
    const tooMany = problemOf(await postJson({ email: 'e28@voorbeeld.be', ...many }));
    expect(tooMany).toMatchObject({
      status: 422,
      errors: [{ pointer: '', detail: expect.stringContaining('100') }],
    });
    expect(await door.load('e28@voorbeeld.be')).toBeUndefined();

    await post('{"email":"proto@voorbeeld.be","__proto__":{"first_name":"x","doubleOptIn":false}}');
    const urlencoded = 'email=proto@voorbeeld.be&__proto__[first_name]=x&constructor[prototype][y]=z';
    await post(urlencoded, 'application/x-www-form-urlencoded');
    expect({}).not.toHaveProperty('first_name');
    expect({}).not.toHaveProperty('y');
    expect((await door.load('proto@voorbeeld.be'))?.fields).toEqual({});
  });

  it('a number that DynamoDB cannot hold is refused or kept, but loses no signup', async () => {
    for (const people of ['1e200', '1e-200', '99999999999999999999', '-0']) {
      expect([people, (await postJson({ email: 'n@voorbeeld.be', people })).status]).not.toEqual([
        people,
        500,
      ]);
    }
  });
});
