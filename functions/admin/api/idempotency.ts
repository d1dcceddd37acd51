import type { MiddlewareHandler } from 'hono';
import { answerOnce } from '../../../shared/actions/answer-once.ts';
import { problem } from '../../problem.ts';
import type { AdminEnv } from './admin-env.ts';
import { secretOf } from './authenticate.ts';

/** Headers of an answer that are given again with it. */
const kept = ['content-type', 'etag', 'location'];

/**
 * A request that changes something takes effect once under its `Idempotency-Key`: for a day, the same request has
 * the same answer, another one under the same key is refused, and so is one while the first is worked on.
 * What failed on our side may be tried again.
 */
export const once: MiddlewareHandler<AdminEnv> = async (c, next) => {
  const given = c.req.header('idempotency-key');
  if (given === undefined || c.req.method === 'GET') return next();
  if (!/^[\x21-\x7e]{1,255}$/.test(given)) {
    const detail = 'An Idempotency-Key is 1 to 255 visible characters, such as a UUID.';
    return problem(422, 'Not valid', detail, [{ pointer: '/idempotency-key', detail }]);
  }
  const { pathname, search } = new URL(c.req.url);
  const ifMatch = c.req.header('if-match') ?? '';
  const content = [c.req.method, pathname, search, ifMatch, await c.req.text()].join('\n');
  const secret = secretOf(c.req.header('authorization')) ?? '';
  const answer = await answerOnce(c.var.context, {
    keyId: c.var.key.id,
    secret,
    idempotencyKey: given,
    content,
  });
  switch (answer.state) {
    case 'known': {
      const { status, headers, body } = answer.answer;
      const isEmpty = status === 204;
      return new Response(isEmpty ? null : body, {
        status,
        headers: { ...headers, 'idempotency-replayed': 'true' },
      });
    }
    case 'other': {
      const detail = 'Another request was made with this Idempotency-Key: take a new key for a new request.';
      return problem(409, 'Conflict', detail);
    }
    case 'busy': {
      const detail = 'The first request with this Idempotency-Key is still worked on: ask again in a moment.';
      return problem(409, 'Conflict', detail, [], { 'retry-after': '1' });
    }
    case 'mine': {
      await next();
      if (c.res.status >= 500) return answer.forget();
      const response = c.res.clone();
      const headers = Object.fromEntries(
        kept.flatMap((name) => {
          const value = response.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      );
      return answer.keep({ status: response.status, headers, body: await response.text() });
    }
  }
};
