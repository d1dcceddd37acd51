import type { Problem } from '../shared/domain/kweek-error.ts';

/** An RFC 9457 problem as a response. */
export function problem(
  status: number,
  title: string,
  detail: string,
  errors: Problem[] = [],
  headers: Record<string, string> = {},
): Response {
  const body = { type: 'about:blank', title, status, detail, ...(errors.length > 0 ? { errors } : {}) };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}
