import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionName } from '../functions.ts';
import { toRequest } from './fetch-listener.ts';
import { type GatewayAnswer, gatewayAnswer, toAnswer } from './gateway-answer.ts';
import { type GatewayRequest, splitTarget, toEvent } from './gateway-event.ts';
import { matchRoute, type Route } from './gateway-route.ts';
import { type Listening, listenLocally } from './listen.ts';

/** Lambda takes events of at most 6 MB. */
const largestEvent = 6 * 1024 * 1024;
/** An HTTP API waits this long for its integration. */
const patienceMs = 30_000;

export type Gateway = {
  port: number;
  routes: readonly Route[];
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  /** Serves what belongs to the local machine alone; asked when no route matches. */
  local(request: Request): Response | Promise<Response>;
};

/** Serves the functions over HTTP as API Gateway's HTTP API (payload 2.0) would. */
export function serveGateway(gateway: Gateway): Promise<Listening> {
  return listenLocally(
    async (message, response) => {
      const failed = gatewayAnswer(500, 'Internal Server Error');
      const answer = await answerTo(gateway, message).catch(() => failed);
      try {
        write(message, response, answer);
      } catch {
        write(message, response, failed); // a header that HTTP does not allow
      }
    },
    gateway.port,
    'PORT',
  );
}

async function answerTo(gateway: Gateway, message: IncomingMessage): Promise<GatewayAnswer> {
  const request: GatewayRequest = {
    method: message.method ?? 'GET',
    target: message.url ?? '/',
    headers: message.headersDistinct,
    ip: (message.socket.remoteAddress ?? '127.0.0.1').replace('::ffff:', ''),
    body: await readBody(message),
  };
  if (!request.target.startsWith('/')) return gatewayAnswer(400, 'Bad Request');
  if (request.body.length > largestEvent) return gatewayAnswer(413, 'Request Entity Too Large');
  try {
    const match = matchRoute(gateway.routes, request.method, splitTarget(request.target).path);
    if (!match) return await fromLocal(gateway, request);
    const event = toEvent(request, match, { requestId: randomUUID(), now: Date.now() });
    if ((event.body?.length ?? 0) > largestEvent) return gatewayAnswer(413, 'Request Entity Too Large');
    const late = sleep(patienceMs, gatewayAnswer(503, 'Service Unavailable'), { ref: false });
    return await Promise.race([gateway.invoke(match.to, event).then(toAnswer), late]);
  } catch (error) {
    if (error instanceof URIError) return gatewayAnswer(400, 'Bad Request');
    throw error;
  }
}

/** A body beyond the limit is read to its end, so that the client hears the answer, but not kept. */
async function readBody(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of message) {
    length += part.length;
    if (length <= largestEvent + part.length) parts.push(part);
  }
  return Buffer.concat(parts);
}

async function fromLocal(gateway: Gateway, request: GatewayRequest): Promise<GatewayAnswer> {
  const response = await gateway.local(toRequest(request));
  return {
    status: response.status,
    headers: [...response.headers],
    body: Buffer.from(await response.arrayBuffer()),
  };
}

function write(message: IncomingMessage, response: ServerResponse, { status, headers, body }: GatewayAnswer) {
  const bodiless = status === 204 || status === 304;
  const own: [string, string][] = [['apigw-requestid', randomUUID()]];
  if (!bodiless) own.push(['content-length', String(body.length)]);
  response.writeHead(status, [...headers, ...own].flat());
  response.end(bodiless || message.method === 'HEAD' ? undefined : body);
}
