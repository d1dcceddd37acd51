import { Agent, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { listenLocally } from '../infra/local/listen.ts';

/** One request to DynamoDB: `PutItem`, and what it asked for in DynamoDB's JSON. */
export interface DynamoDbRequest {
  operation: string;
  body: { Item?: WireItem; Key?: WireItem; IndexName?: string };
}

type WireItem = Record<string, { S?: string; N?: string; L?: unknown[] }>;

/** What happens to the next request that matches. */
export interface Interception {
  matches(request: DynamoDbRequest): boolean;
  /** Runs before the request goes on: the place for someone who comes first. */
  before?(): Promise<unknown>;
  /** `lose the answer`: it is done, but nobody hears of it. `fail`: DynamoDB answers 500. */
  outcome?: 'pass' | 'lose the answer' | 'fail';
  /** How many requests; one unless said otherwise. */
  times?: number;
}

export interface DynamoDbProxy {
  endpoint: string;
  /** All requests since the last `clear`. */
  requests: DynamoDbRequest[];
  intercept(interception: Interception): void;
  clear(): void;
  stop(): Promise<void>;
}

/** Stands between the product and DynamoDB Local, over real sockets: counts, comes first, loses answers. */
export async function startDynamoDbProxy(target: string): Promise<DynamoDbProxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const requests: DynamoDbRequest[] = [];
  const interceptions = new Map<Interception, number>();

  const take = (request: DynamoDbRequest) => {
    for (const [one, left] of interceptions) {
      if (!one.matches(request)) continue;
      if (left > 1) interceptions.set(one, left - 1);
      else interceptions.delete(one);
      return one;
    }
    return undefined;
  };

  const forward = (message: IncomingMessage, body: Buffer, response: ServerResponse, isLost: boolean) =>
    new Promise<void>((done, fail) => {
      const onward = send({ hostname, port, agent, method: 'POST', headers: message.headers }, (answer) => {
        if (!isLost) response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.on('data', (part) => isLost || response.write(part));
        answer.on('end', () => {
          if (isLost) response.destroy();
          else response.end();
          done();
        });
      });
      onward.on('error', fail).end(body);
    });

  const listening = await listenLocally(
    async (message, response) => {
      const parts: Buffer[] = [];
      for await (const part of message) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      const operation = String(message.headers['x-amz-target']).split('.')[1] ?? '';
      const request = { operation, body: JSON.parse(body.toString()) };
      requests.push(request);
      const interception = take(request);
      await interception?.before?.();
      if (interception?.outcome === 'fail') {
        response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
        response.end('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}');
        return;
      }
      await forward(message, body, response, interception?.outcome === 'lose the answer');
    },
    0,
    'PORT',
  );

  return {
    endpoint: `http://127.0.0.1:${listening.port}`,
    requests,
    intercept: (interception) => void interceptions.set(interception, interception.times ?? 1),
    clear() {
      requests.length = 0;
      interceptions.clear();
    },
    async stop() {
      await listening.stop();
      agent.destroy();
    },
  };
}
