import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ApiDocument, endpointsOf } from '../../functions/admin/docs/document.ts';
import { type Admin, openAdmin } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  admin = await openAdmin();
});

const read = async () => (await admin.ask('GET /v1/openapi.json')).body as unknown as ApiDocument;

describe('the OpenAPI document', () => {
  test('is OpenAPI 3.1, and says where the API is and how to get in', async () => {
    expect(await read()).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: 'http://localhost:3000' }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    });
  });

  test('says of every operation what it does, and how it refuses', async () => {
    const operations = endpointsOf(await read()).map(({ operation }) => operation);
    for (const { summary, description, responses } of operations) {
      expect(summary).toMatch(/^[A-Z]/);
      expect(description).toMatch(/\.$/);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '500']));
      expect(Object.keys(responses).filter((status) => /^2/.test(status))).toHaveLength(1);
      for (const [status, { content }] of Object.entries(responses)) {
        const type = ['200', '201'].includes(status) ? 'application/json' : 'application/problem+json';
        const [first, ...others] = Object.keys(content ?? {});
        expect(first).toBe(status === '204' ? undefined : type);
        // Reports come as rows and as pictures, too; what is known of a person also to read.
        if (others.length > 0)
          expect([
            ['200', 'text/csv', 'image/svg+xml'],
            ['200', 'text/html'],
          ]).toContainEqual([status, ...others]);
      }
    }
  });

  test('refers to schemas that it holds', async () => {
    const body = await read();
    const refs = JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
    const names = new Set([...refs].map(([, name]) => name));
    expect([...names].sort()).toEqual(
      Object.keys(body.components.schemas)
        .filter((name) => names.has(name))
        .sort(),
    );
    expect(names).toContain('Condition');
  });

  test('says what each part of the programme is for', async () => {
    const body = await read();
    for (const name of [
      'Settings',
      'Form',
      'Magnet',
      'Template',
      'Sequence',
      'Condition',
      'Scoring',
      'StageModel',
    ]) {
      const properties = Object.entries(body.components.schemas[name]?.properties ?? {});
      const unexplained = properties.filter(([, { $ref, description }]) => !$ref && !description);
      expect([name, unexplained.map(([property]) => property)]).toEqual([name, []]);
    }
  });

  test('has patterns that can be read everywhere', async () => {
    const body = await read();
    const patterns = [...JSON.stringify(body).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, text]) =>
      JSON.parse(text ?? ''),
    );
    expect(patterns.length).toBeGreaterThan(5);
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
    expect(patterns.filter((pattern) => /\/[a-z]+$/.test(pattern))).toEqual([]);
  });
});

describe('the page to read', () => {
  test('shows every operation and every schema, under a link of its own', async () => {
    const { text: page, headers } = await admin.ask('GET /docs');
    expect(headers['content-type']).toMatch(/^text\/html/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
    expect(ids).toEqual(
      expect.arrayContaining(['get-v1-leads', 'put-v1-config', 'schema-lead', 'schema-problem']),
    );
    expect(page).toContain('curl -X PUT &#39;http://localhost:3000/v1/config&#39;');
  });

  test('fetches nothing and runs nothing: its one style is the one that its policy names', async () => {
    const { text: page, headers } = await admin.ask('GET /docs');
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page).not.toMatch(/<script|style="|src="|@import|url\(/);
  });
});
