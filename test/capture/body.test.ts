import { describe, expect, it } from 'vitest';
import { type BodyReading, decodeBody, MAX_BODY } from '../../functions/capture/body.ts';
import { readSubmission } from '../../shared/domain/signup/submission.ts';
import { testForm } from '../fixtures/form.ts';
import { fixture } from '../fixtures/submissions.ts';

const urlencoded = 'application/x-www-form-urlencoded';

const decode = (contentType: string | undefined, text: string): Promise<BodyReading> =>
  decodeBody({ contentType, body: new TextEncoder().encode(text) });

async function raw(contentType: string | undefined, text: string): Promise<unknown> {
  const reading = await decode(contentType, text);
  // A comparison with plain records: these here have no prototype.
  return reading.ok ? JSON.parse(JSON.stringify(reading.raw)) : reading.code;
}

describe('a posted body', () => {
  it('urlencoded: names with PHP brackets nest', async () => {
    expect(
      await raw(
        urlencoded,
        'fields%5Bemail%5D%5Bvalue%5D=a%40b.be&form[id]=7&tags[]=x&tags[]=y&n=J%C3%B3+%26',
      ),
    ).toEqual({ fields: { email: { value: 'a@b.be' } }, form: { id: '7' }, tags: ['x', 'y'], n: 'Jó &' });
  });

  it.each([
    ['a=1&a=2', { a: '2' }],
    ['a=1&a[b]=2', { a: { b: '2' } }],
    ['a[b]=1&a=2', { a: '2' }],
    ['a[0]=x&a[1]=y', { a: ['x', 'y'] }],
    ['a[1]=x', { a: { '1': 'x' } }],
    ['a[][b]=1&a[][b]=2', { a: [{ b: '1' }, { b: '2' }] }],
    ['0=x&1=y', { '0': 'x', '1': 'y' }],
    ['[a]=1&a]=2&a[b=3&a[b]c=4', { '[a]': '1', 'a]': '2', 'a[b': '3', 'a[b]c': '4' }],
    ['a&=b', { a: '', '': 'b' }],
    ['%E0%A4%A=x', { '\uFFFD%A': 'x' }],
    ['', {}],
  ])('urlencoded: %s', async (text, expected) => {
    expect(await raw(urlencoded, text)).toEqual(expected);
  });

  it('multipart: the same names; files are left out', async () => {
    const reading = await decodeBody(fixture('multipart.txt'));
    expect(reading.ok && reading.raw).toMatchObject({ email: 'an@voorbeeld.be', first_name: 'An' });
    expect(reading.ok && 'photo' in reading.raw).toBe(false);
  });

  it.each([
    'application/json',
    'application/vnd.api+json; charset=utf-8',
    'text/plain;charset=UTF-8',
    urlencoded,
    '',
  ])('JSON under the label "%s"', async (contentType) => {
    expect(await raw(contentType, '\uFEFF {"email":"a@b.be"}')).toEqual({ email: 'a@b.be' });
  });

  it('plain text that is no JSON is read as a form', async () => {
    expect(await raw('text/plain', 'email=a%40b.be')).toEqual({ email: 'a@b.be' });
    expect(await raw(undefined, 'email=a%40b.be')).toEqual({ email: 'a@b.be' });
  });

  it.each([
    ['application/json', '{"email":'],
    ['application/json', '"text"'],
    ['application/json', '[{"email":"a@b.be"}]'],
    ['application/json', 'null'],
    ['application/json', ''],
    ['text/plain', '{nothing}'],
    ['multipart/form-data; boundary=x', '--y\r\nnothing'],
    ['multipart/form-data', 'email=a'],
  ])('%s %j is malformed', async (contentType, text) => {
    expect(await raw(contentType, text)).toBe('malformed');
  });

  it('that is not UTF-8 is malformed', async () => {
    const body = Uint8Array.of(0x61, 0x3d, 0xff);
    expect(await decodeBody({ contentType: urlencoded, body })).toMatchObject({ code: 'malformed' });
  });

  it('of another type is not supported', async () => {
    expect(await raw('application/xml', '<a/>')).toBe('unsupported');
    expect(await raw('image/png', 'x')).toBe('unsupported');
  });

  it('E28: over 64 KB is too large, and is not parsed', async () => {
    const body = new Uint8Array(5 * 1_024 * 1_024).fill(0x7b);
    for (const contentType of [
      'application/json',
      urlencoded,
      'multipart/form-data; boundary=x',
      'image/png',
    ]) {
      expect(await decodeBody({ contentType, body })).toMatchObject({ ok: false, code: 'too_large' });
    }
    expect(await raw(urlencoded, `a=${'x'.repeat(MAX_BODY - 2)}`)).toEqual({ a: 'x'.repeat(MAX_BODY - 2) });
    expect(await raw(urlencoded, `a=${'x'.repeat(MAX_BODY - 1)}`)).toBe('too_large');
  });

  it.each([
    [urlencoded, '__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1'],
    ['application/json', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="__proto__[polluted]"\r\n\r\n1\r\n--x--\r\n',
    ],
  ])('E28: %s reaches no prototype', async (contentType, text) => {
    const reading = await decode(contentType, text);
    expect(reading.ok).toBe(true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(reading.ok && readSubmission(testForm(), reading.raw)).toMatchObject({
      ok: false,
      errors: [{ code: 'email_missing' }],
    });
  });

  it.each([
    ['brackets without end', `a${'[x]'.repeat(20_000)}=1`],
    ['thousands of pushes', 'a[]&'.repeat(16_000)],
    ['thousands of names', Array.from({ length: 10_000 }, (_, index) => `a${index}`).join('&')],
  ])('E28: %s are read without harm, and refused', async (_, text) => {
    const reading = await decode(urlencoded, text);
    const submission = reading.ok && readSubmission(testForm(), reading.raw);
    expect(submission).toMatchObject({
      ok: false,
      errors: [{ code: expect.stringMatching(/^(nested_too_deep|too_many_fields)$/) }],
    });
  });
});
