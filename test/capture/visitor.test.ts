import { afterEach, expect, it, vi } from 'vitest';
import { visitorOf } from '../../functions/visitor.ts';

const request = (headers: Record<string, string>) =>
  ({
    env: { event: { requestContext: { http: { sourceIp: '198.51.100.1' } } } },
    req: { header: (name: string) => headers[name] },
  }) as unknown as Parameters<typeof visitorOf>[0];

afterEach(() => vi.unstubAllEnvs());

it('takes the address that API Gateway saw, and believes no header', () => {
  const { ip } = visitorOf(request({ 'x-kweek-viewer': '203.0.113.7', 'x-forwarded-for': '203.0.113.7' }));
  expect(ip).toBe('198.51.100.1');
});

it('takes the address in the header that the deployment names, and without one what API Gateway saw', () => {
  vi.stubEnv('KWEEK_VIEWER_HEADER', 'x-kweek-viewer');
  expect(visitorOf(request({ 'x-kweek-viewer': '203.0.113.7' })).ip).toBe('203.0.113.7');
  expect(visitorOf(request({})).ip).toBe('198.51.100.1');
});
