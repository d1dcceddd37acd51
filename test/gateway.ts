import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { routes } from '../infra/functions.ts';
import { toAnswer } from '../infra/local/gateway-answer.ts';
import { splitTarget, toEvent } from '../infra/local/gateway-event.ts';
import { matchRoute } from '../infra/local/gateway-route.ts';

type Handler = (event: never, context: Context) => Promise<unknown>;

/** What a client hears. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The body as JSON. */
  json(): unknown;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  ip?: string;
}

export const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/**
 * Calls a function as API Gateway's HTTP API does: a payload 2.0 event in, its answer as a client hears it.
 * Only through routes that there are; a body that is not text comes as base64.
 */
export function through(handler: unknown): (target: string, call?: Call) => Promise<Answer> {
  return async (target, { method = 'GET', headers = {}, body = '', ip = '203.0.113.7' } = {}) => {
    const match = matchRoute(routes, method, splitTarget(target).path);
    if (!match) throw new Error(`no route for ${method} ${target}`);
    const wire = { host: 'kweek.example', 'user-agent': browser, ...headers };
    const request = {
      method,
      target,
      headers: Object.fromEntries(Object.entries(wire).map(([name, value]) => [name.toLowerCase(), [value]])),
      body: Buffer.from(body as string),
      ip,
    };
    const event: APIGatewayProxyEventV2 = toEvent(request, match, {
      requestId: randomUUID(),
      now: Date.now(),
    });
    // What cannot be JSON never reaches a function.
    const copy = JSON.parse(JSON.stringify(event));
    const answer = toAnswer(await (handler as Handler)(copy as never, {} as Context));
    const text = answer.body.toString();
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: text,
      json: () => JSON.parse(text),
    };
  };
}
