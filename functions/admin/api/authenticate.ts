import type { MiddlewareHandler } from 'hono';
import { problem } from '../../problem.ts';
import { type RouteName, scopesOf } from '../access.ts';
import type { AdminEnv } from './admin-env.ts';

/** Lets a request through whose key may call this route. */
export function authenticate(route: RouteName): MiddlewareHandler<AdminEnv> {
  const scopes = scopesOf(route);
  return async (c, next) => {
    const secret = secretOf(c.req.header('authorization'));
    if (secret === undefined) return unauthorized('Send a key: "Authorization: Bearer sk_…".');
    const key = await c.var.keys.find(secret);
    if (!key) return unauthorized('Nobody holds this key. Check it, or ask for a new one.');
    if (!key.scopes.some((scope) => scopes.includes(scope))) {
      return problem(403, 'Forbidden', `This needs a key with one of the scopes ${scopes.join(', ')}.`);
    }
    c.set('key', key);
    return next();
  };
}

/** The secret of a header `Authorization: Bearer sk_…`. */
export const secretOf = (header: string | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];

const unauthorized = (detail: string) =>
  problem(401, 'Unauthorized', detail, [], { 'www-authenticate': 'Bearer' });
