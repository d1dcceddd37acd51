import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { build } from '../../infra/build.ts';

const folder = mkdtempSync(join(tmpdir(), 'kweek-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('makes a small ES module with a handler, and leaves alone what has not changed', async () => {
  const [bundle] = await build(folder, ['record']);
  const file = join(folder, 'record', 'index.mjs');
  expect(bundle).toMatchObject({ name: 'record' });
  expect(bundle?.inputs).toContain('functions/record/index.ts');
  // Credentials come by the environment; the SDK's other sources stay out.
  expect(bundle?.inputs.filter((file) => file.includes('credential-provider-'))).toEqual([
    'node_modules/@aws-sdk/credential-provider-env/dist-es/fromEnv.js',
    'node_modules/@aws-sdk/credential-provider-env/dist-es/index.js',
    'node_modules/@aws-sdk/credential-provider-node/dist-es/index.js',
  ]);
  expect(bundle?.bytes).toBeLessThan(1_000_000);
  expect(readFileSync(file, 'utf8')).toMatch(/export\s*\{[^}]*\bas handler\b/);

  const stale = join(folder, 'record', 'chunk-OLD.mjs');
  writeFileSync(stale, '');
  const { mtimeMs } = statSync(file);
  await build(folder, ['record']);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  expect(() => statSync(stale)).toThrow();
});
