import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { KweekError } from '../domain/kweek-error.ts';
import { addApiKey, getApiKey, listApiKeys, type StoredKey, updateApiKey } from '../store/api-keys.ts';
import type { Context } from './context.ts';

/** What there is to see of a key; its secret is shown once, when it is made. */
export type KeyFacts = Omit<StoredKey, 'digest'>;

/** The secret names its key: `sk_` + the id without its prefix + `_` + 32 random bytes. */
const secretForm = /^sk_([0-9a-f]{16})_[\w-]{43}$/;
const HOUR = 3_600_000;

/** A new key, and its secret, which is kept nowhere. */
export async function createKey(
  context: Context,
  name: string,
  scopes: string[],
): Promise<{ key: KeyFacts; secret: string }> {
  const id = `key_${randomBytes(8).toString('hex')}`;
  const secret = secretFor(id);
  const key = { id, name, scopes, createdAt: context.clock.now().machine };
  await addApiKey(context.table, { ...key, digest: digest(secret) });
  return { key, secret };
}

/** Newest first, revoked ones too. */
export async function listKeys(context: Context): Promise<KeyFacts[]> {
  const keys = await listApiKeys(context.table);
  return keys.map(factsOf).sort((a, b) => b.createdAt - a.createdAt);
}

/** Another secret for the same key; the old one opens nothing any more. Throws `not_found`. */
export async function rotateKey(context: Context, id: string): Promise<{ key: KeyFacts; secret: string }> {
  const secret = secretFor(id);
  const rotatedAt = context.clock.now().machine;
  if (!(await updateApiKey(context.table, id, { digest: digest(secret), rotatedAt }))) throw noSuchKey();
  return { key: await readKey(context, id), secret };
}

/** The key opens nothing any more; what it was stays in the list. Throws `not_found`, for a revoked one too. */
export async function revokeKey(context: Context, id: string): Promise<KeyFacts> {
  if (!(await updateApiKey(context.table, id, { revokedAt: context.clock.now().machine }))) throw noSuchKey();
  return readKey(context, id);
}

/** The key with this secret, if somebody holds it still. Notes its use, once an hour at most. */
export async function findKey(context: Context, secret: string): Promise<KeyFacts | undefined> {
  const id = secretForm.exec(secret)?.[1];
  const key = id && (await getApiKey(context.table, `key_${id}`));
  if (!key || key.revokedAt !== undefined || !timingSafeEqual(digest(secret), key.digest)) return undefined;
  const { machine } = context.clock.now();
  if ((key.lastUsedAt ?? 0) <= machine - HOUR) {
    await updateApiKey(context.table, key.id, { lastUsedAt: machine });
  }
  return factsOf(key);
}

async function readKey(context: Context, id: string): Promise<KeyFacts> {
  const key = await getApiKey(context.table, id);
  if (!key) throw noSuchKey();
  return factsOf(key);
}

const secretFor = (id: string) => `sk_${id.slice('key_'.length)}_${randomBytes(32).toString('base64url')}`;

/** Secrets are random and long: one round of SHA-256 keeps them as well as many would. */
const digest = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

const factsOf = ({ id, name, scopes, createdAt, rotatedAt, revokedAt, lastUsedAt }: StoredKey): KeyFacts => ({
  id,
  name,
  scopes,
  createdAt,
  ...(rotatedAt === undefined ? {} : { rotatedAt }),
  ...(revokedAt === undefined ? {} : { revokedAt }),
  ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
});

const noSuchKey = () => new KweekError('not_found', 'There is no such key, or it was revoked.');
