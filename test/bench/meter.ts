import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireItem } from './capacity.ts';
import { askForMore, type Charge, chargeOf, localUnits, type WireAnswer } from './charge.ts';

/** One request of a function to DynamoDB, and what AWS would bill for it. */
export interface Metered extends Charge {
  function: string;
  operation: string;
  /** A condition did not hold. */
  refused: boolean;
  /** What DynamoDB Local said; undefined for a refused request. */
  local: number | undefined;
  /** The item that a put wrote. */
  item?: WireItem;
  /** What kind of item it is about: `lead`, `timeline row`, `pages` … */
  kind?: string;
}

export interface Meter {
  /** Where the function of this name finds DynamoDB. */
  endpointOf(name: string): string;
  /** All requests since the last call. */
  take(): Metered[];
  stop(): Promise<void>;
}

/**
 * Stands between the functions and DynamoDB Local, hands every request on and writes down what it costs.
 * Each function has a path of its own. DynamoDB Local checks no signature, so a body may be added to.
 */
export async function startMeter(dynamodb: string): Promise<Meter> {
  const { hostname, port } = new URL(dynamodb);
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  let metered: Metered[] = [];

  const forward = (message: IncomingMessage, body: string) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>((done, fail) => {
      const { host: _, 'content-length': __, ...headers } = message.headers;
      const onward = request(
        {
          ...{ hostname, port, agent, method: 'POST', path: '/' },
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        },
        async (answer) => {
          const text = await read(answer).catch(fail);
          if (text !== undefined) done({ status: answer.statusCode ?? 500, headers: answer.headers, text });
        },
      );
      onward.on('error', fail).end(body);
    });

  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const operation = String(message.headers['x-amz-target']).split('.').pop() ?? '';
    const body = JSON.parse(await read(message)) as Record<string, unknown>;
    const wire = { operation, body };
    const { status, headers, text } = await forward(message, JSON.stringify(askForMore(wire)));
    const answer: WireAnswer = { body: JSON.parse(text), refused: status !== 200 };
    if (status === 200 || /ConditionalCheckFailed|TransactionCanceled/.test(text)) {
      const item = body.Item as WireItem | undefined;
      const kind = kindOf(body);
      metered.push({
        function: message.url?.split('/')[1] ?? '',
        operation,
        refused: answer.refused,
        ...chargeOf(wire, answer),
        local: localUnits(answer),
        ...(item ? { item } : {}),
        ...(kind ? { kind } : {}),
      });
    }
    const { 'transfer-encoding': _, connection: __, ...kept } = headers;
    response.writeHead(status, { ...kept, 'content-length': Buffer.byteLength(text) }).end(text);
  };

  const server = createServer((message, response) => {
    serve(message, response).catch((error: Error) => response.writeHead(502).end(error.message));
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    endpointOf: (name) => `${origin}/${name}`,
    take() {
      const taken = metered;
      metered = [];
      return taken;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

async function read(stream: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** What kind of item a request is about, in the words of docs/data.md. */
function kindOf({
  Item,
  Key,
  IndexName,
  ExpressionAttributeValues,
}: Record<string, unknown>): string | undefined {
  if (typeof IndexName === 'string') return `${IndexName} index`;
  const { pk = '', sk = '' } = keysOf((Item ?? Key ?? ExpressionAttributeValues) as WireItem | undefined);
  if (/^t#\d+#v/.test(sk)) return 'timeline row';
  if (/^t#\d+#m/.test(sk)) return 'timeline moment';
  if (sk === 'lead') return 'lead';
  if (pk === 'config') return sk === 'current' ? 'publication number' : 'publication';
  if (pk === 'sending') return `sending ${sk}`;
  return pk.replace(/[#_].*$/, '') || undefined;
}

/** Of an item or a key by name; of a query's values the first, which is its partition. */
function keysOf(item: WireItem = {}): { pk?: string; sk?: string } {
  const text = (name: string) => {
    const value = item[name];
    return value && 'S' in value ? { [name]: value.S } : {};
  };
  const first = Object.values(item)[0];
  return { ...(first && 'S' in first ? { pk: first.S } : {}), ...text('pk'), ...text('sk') };
}
