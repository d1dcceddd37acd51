import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../../shared/actions/context.ts';
import { findKey } from '../../../shared/actions/manage-keys.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { type Scope, scopes } from '../access.ts';

/** A key that someone holds. `id` may stand in logs; the secret nowhere. */
export interface ApiKey {
  id: string;
  scopes: readonly Scope[];
}

/** Knows keys by their secret. Undefined: nobody's. */
export interface KeyRing {
  find(secret: string): Promise<ApiKey | undefined>;
}

/** What everybody knows: the key of `npm start`. */
const LOCAL_KEY = 'sk_local_kweek';

/** The one key of the deployment, which may do everything. Throws when it is one that anybody could guess. */
export function deploymentKey(secret: string, environment: string | undefined): KeyRing {
  if (environment !== 'local' && secret === LOCAL_KEY) {
    const message = `KWEEK_ADMIN_KEY is ${LOCAL_KEY}, which is for local runs only: set a secret of your own.`;
    throw new KweekError('misconfigured', message);
  }
  const known = digest(secret);
  const key: ApiKey = { id: 'deployment', scopes: ['admin'] };
  // Digests have one length and say nothing of the secret, so neither does the time that comparing takes.
  return { find: async (given) => (timingSafeEqual(digest(given), known) ? key : undefined) };
}

/** The keys that people made. */
export const madeKeys = (context: Context): KeyRing => ({
  find: async (secret) => {
    const key = await findKey(context, secret);
    return key && { id: key.id, scopes: scopes.filter((scope) => key.scopes.includes(scope)) };
  },
});

/** Known to any of them, asked one after the other. */
export const anyOf = (...rings: KeyRing[]): KeyRing => ({
  find: async (secret) => {
    for (const ring of rings) {
      const key = await ring.find(secret);
      if (key) return key;
    }
    return undefined;
  },
});

const digest = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
