import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { log } from '../functions/log.ts';
import { personalLines } from './logs.ts';

it('an address or a number in what functions say is found, wherever it stands', () => {
  const lines = [
    'capture {"level":"info","message":"taken","lead":"lead_v1abc"}',
    'capture {"level":"error","message":"Refused an.peeters@voorbeeld.be"}',
    "feedback ERROR BadRequestException: Missing final '@domain' in jo+x@example.co.uk",
    'ses to an@voorbeeld.be',
    'admin at file:///node_modules/@aws-sdk/core/dist-cjs/index.js:263:27',
    'links {"phone":"+32 470 12 34 56"}',
  ];
  expect(personalLines(lines.join('\n'))).toEqual([2, 3, 6]);
});

it('what functions say in tests is kept for the look at the end of the run', () => {
  const code = `mark-${Math.random().toString(36).slice(2)}`;
  log.info('For the look at the end.', { code });
  expect(readFileSync(process.env.KWEEK_LOG ?? '', 'utf8')).toContain(code);
});
