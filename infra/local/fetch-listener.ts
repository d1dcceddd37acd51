import type { RequestListener } from 'node:http';
import type { GatewayRequest } from './gateway-event.ts';
import { ConnectionCut } from './ses-faults.ts';

/** The web Request of what came over the wire. */
export function toRequest({ method, target, headers, body }: Omit<GatewayRequest, 'ip'>): Request {
  const pairs = Object.entries(headers).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Request(`http://localhost${target}`, {
    method,
    headers: pairs,
    ...(body.length > 0 && method !== 'GET' && { body: new Uint8Array(body) }),
  });
}

/** Serves web Requests on a Node server; a handler that throws ConnectionCut resets the connection. */
export function fetchListener(handler: (request: Request) => Response | Promise<Response>): RequestListener {
  return async (message, response) => {
    try {
      const parts: Buffer[] = [];
      for await (const part of message) parts.push(part);
      const { method = 'GET', url: target = '/', headersDistinct: headers } = message;
      const answer = await handler(toRequest({ method, target, headers, body: Buffer.concat(parts) }));
      const body = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, [...answer.headers].flat());
      response.end(body);
    } catch (error) {
      if (error instanceof ConnectionCut) message.socket.resetAndDestroy();
      else response.writeHead(500).end();
    }
  };
}
