import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { log } from '../functions/log.ts';
import { logFile } from '../infra/local/log-file.ts';
import { faultOf, keptLog, namesIn, personalLines } from './logs.ts';

describe('in what functions say', () => {
  it.each([
    '"message":"Refused an.peeters@voorbeeld.be"',
    "BadRequestException: Missing final '@domain' in jo+x@example.co.uk",
    'GET /v1/leads?email=an%40example.com',
    'email=%22an%20b%22%40example.com',
    '{"to":"\\"an b\\"@example.com"}',
    'jörg@bücher.example',
    'an@xn--bcher-kva.example',
    'an@[192.0.2.1]',
    '"an\\u0040example.com"',
    `"body":"${btoa('first_name=A&email=an%40example.com')}"`,
  ])('the address in %s is found', (line) => expect(personalLines(line)).toEqual([1]));

  it.each([
    '"phone":"+32 470 12 34 56"',
    'tel=%2B32470123456',
    '0032 470 123456',
    '0470/12.34.56',
    '"0470123456"',
    '+31 (0)6 12345678',
    '+1-202-555-0143',
  ])('the number in %s is found', (line) => expect(personalLines(line)).toEqual([1]));

  it.each([
    '{"lead":"lead_v1abc","form":"guide@3","model":"kmo-b2b@1"}',
    'at file:///node_modules/@aws-sdk/core/dist-cjs/index.js:263:27',
    "Missing final '@domain' in \"", // what is left when SES names an address that it was not given
    '{"at":"2026-11-23T04:24:37.000Z","ms":1763871877000,"took":0.123456789012}',
    'arn:aws:lambda:eu-west-1:000000000000:function:admin',
    '6f9619ff-8b86-0470-1234-00c04fc964ff',
    `"id":"${Buffer.from('c4\u0001\u0002 nobody at all', 'latin1').toString('base64')}"`,
  ])('%s is nobody', (line) => expect(personalLines(line, ['Zoë', 'An'])).toEqual([]));

  it('the names of the people whom tests imagine are found, short ones where they are all of a value', () => {
    const names = namesIn(`post({ first_name: 'Annelies', email }); const b = 'last_name=x'; {"naam":"An"}`);
    expect(names).toEqual(['Annelies', 'An']);
    const text = ['Dear Annelies,', 'An error', '{"name":"An"}', 'Anneliese', 'ses to Annelies'];
    expect(personalLines(text.join('\n'), names)).toEqual([1, 3]);
  });
});

describe('a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kweek-look-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is in order when nothing of a person was said', () => {
    const file = join(folder, 'clean.log');
    logFile(file)('capture', '{"level":"info","message":"taken"}');
    logFile(file)('ses', 'to an@voorbeeld.be');
    expect(faultOf(file, ['Annelies'])).toBeUndefined();
  });

  it('is not when one line says an address, be it the second line of a stack', () => {
    const file = join(folder, 'planted.log');
    logFile(file)('capture', '{"level":"info","message":"taken"}');
    logFile(file)('feedback', 'ERROR Error: no\nses an@voorbeeld.be');
    expect(faultOf(file, [])).toMatch(/planted\.log, lines 3$/);
  });

  it('is not when nothing was kept', () => {
    const file = join(folder, 'empty.log');
    expect(faultOf(file, [])).toMatch('missing or empty');
    expect(faultOf(undefined, [])).toMatch('missing or empty');
  });

  it('keeps all that is said in the tests themselves, in whatever way', () => {
    const code = `mark-${Math.random().toString(36).slice(2)}`;
    log.info('For the look at the end.', { code: `${code}-log` });
    console.error(new TypeError(`${code}-error`));
    process.stderr.write(`${code}-written\n`);
    keptLog().warn('Not printed.', { code: `${code}-silent` });
    const kept = readFileSync(process.env.KWEEK_LOG ?? '', 'utf8');
    for (const way of ['log', 'error', 'written', 'silent']) expect(kept).toContain(`${code}-${way}`);
  });
});
