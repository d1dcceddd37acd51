import { Agent, createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { FunctionName } from '../../infra/functions.ts';
import { readRequest } from './call.ts';
import type { Answer, Network } from './network.ts';

/** Stands between one function and both DynamoDB and SES, on a port of its own. */
export interface FaultProxy {
  url: string;
  stop(): Promise<void>;
}

export async function openProxy(
  name: FunctionName,
  network: Network,
  upstream: { dynamodb: string; ses(): string },
): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((message, response) => {
    const closed = new Promise<void>((done) => response.once('close', done));
    const handle = async () => {
      const { headers, url: path = '/' } = message;
      const body = await buffer(message);
      const request = readRequest(headers, path, body.toString('utf8'));
      const origin = request.service === 'ses' ? upstream.ses() : upstream.dynamodb;
      await network.handle(name, request, {
        forward: () => forward(agent, origin, message, body),
        reply(answer) {
          if (!response.destroyed) response.writeHead(answer.status, answer.headers).end(answer.body);
        },
        cut: () => message.socket.resetAndDestroy(),
        closed,
      });
    };
    handle().catch(() => message.socket.destroy()); // the caller was killed while it spoke
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

function forward(agent: Agent, origin: string, message: IncomingMessage, body: Buffer): Promise<Answer> {
  const { host: _, connection: __, ...headers } = message.headers;
  return new Promise((done, fail) => {
    const options = { agent, method: message.method, headers };
    const sent = send(new URL(message.url ?? '/', origin), options, (response) => {
      buffer(response).then((text) => {
        const kept = ['content-type', 'x-amzn-errortype', 'x-amz-crc32', 'x-amzn-requestid'];
        const pairs = Object.entries(response.headers).filter(([key]) => kept.includes(key));
        const answer = { status: response.statusCode ?? 0, body: text };
        done({ ...answer, headers: Object.fromEntries(pairs) as Record<string, string> });
      }, fail);
    });
    sent.on('error', fail).end(body);
  });
}
