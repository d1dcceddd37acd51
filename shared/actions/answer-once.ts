import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { claimAnswer, forgetAnswer, keepAnswer } from '../store/answers.ts';
import type { Context } from './context.ts';

/** A request that is to take effect once. `secret`: of the API key it came with. */
export interface OnceRequest {
  keyId: string;
  secret: string;
  idempotencyKey: string;
  /** Everything that makes it this request: method, path, query, preconditions, body. */
  content: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * `mine`: make the answer and give it to `keep`, or `forget` it; `known`: it was made before; `other`: under this
 * key stands another request; `busy`: somebody is at it.
 */
export type Once =
  | { state: 'mine'; keep(answer: Answer): Promise<void>; forget(): Promise<void> }
  | { state: 'known'; answer: Answer }
  | { state: 'other' | 'busy' };

/** Machine ms: how long an answer is given again, and how long one who works on it may take. */
const KEPT = 24 * 3_600_000;
const LONGEST_WORK = 40_000;
/** DynamoDB's limit on an item, with room for the rest; a longer answer is not kept word for word. */
const MOST_BYTES = 380 * 1_024;

/**
 * Answers may name people. What is stored is sealed with a key that only who asked can make, from the secret of
 * their API key and the Idempotency-Key: nobody reads it in the table, and an erasure need not look there.
 */
export async function answerOnce(context: Context, request: OnceRequest): Promise<Once> {
  const { table, clock } = context;
  const key = createHmac('sha256', request.secret).update(`answer ${request.idempotencyKey}`).digest();
  const hash = createHash('sha256').update(`${request.keyId} ${request.idempotencyKey}`).digest('base64url');
  const mark = createHmac('sha256', key).update(request.content).digest('base64url');
  const token = randomBytes(9).toString('base64url');
  const now = clock.now().machine;
  const known = await claimAnswer(table, hash, { mark, token, until: now + LONGEST_WORK }, now);
  if (!known) {
    return {
      state: 'mine',
      keep: (answer) =>
        keepAnswer(table, hash, { token, until: clock.now().machine + KEPT, sealed: seal(answer, key) }),
      forget: () => forgetAnswer(table, hash, token),
    };
  }
  if (known.mark !== mark) return { state: 'other' };
  return known.sealed ? { state: 'known', answer: open(known.sealed, key) } : { state: 'busy' };
}

const IV = 12;
const TAG = 16;

function seal(answer: Answer, key: Uint8Array): Uint8Array {
  const zipped = gzipSync(JSON.stringify(answer));
  const kept = zipped.byteLength <= MOST_BYTES ? zipped : gzipSync(JSON.stringify(tooLong(answer)));
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(kept), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function open(sealed: Uint8Array, key: Uint8Array): Answer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV));
  decipher.setAuthTag(sealed.subarray(IV, IV + TAG));
  const zipped = Buffer.concat([decipher.update(sealed.subarray(IV + TAG)), decipher.final()]);
  return JSON.parse(gunzipSync(zipped).toString('utf8')) as Answer;
}

/** It happened, and happens no second time; its words are too many to be kept. */
const tooLong = ({ status, headers }: Answer): Answer => ({ status, headers, body: '{}' });
