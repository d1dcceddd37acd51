import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionName } from '../../infra/functions.ts';
import type { Attributes, Call } from './call.ts';
import type { Answer, Exchange, Rearrange, Rebatch, Strike } from './network.ts';

/** What a way of breaking needs of the machine around the call. */
export interface Hands {
  /** Ends the function's process in the middle of its work. */
  kill(name: FunctionName): Promise<void>;
  /** The lead as it was one version ago. */
  before(): Attributes | undefined;
  /** Hands all of SES's news on, now. */
  tellNews(): Promise<void>;
  /** What somebody else does at this very moment, if the story has such a one. */
  meanwhile?(): Promise<void>;
}

export interface Way {
  applies(call: Call): boolean;
  throughout?: true;
  strike(exchange: Exchange, hands: Hands): Promise<void>;
}

const json = (status: number, body: object, headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
  body: Buffer.from(JSON.stringify(body)),
});

/** An error in the words of the service that was asked. */
function error(call: Call, status: number, dynamodb: string, ses: string): Answer {
  if (call.service === 'ses') return json(status, { message: 'Injected.' }, { 'x-amzn-errortype': ses });
  return json(status === 429 ? 400 : status, { __type: `com.amazonaws.dynamodb.v20120810#${dynamodb}` });
}

const refusal = (call: Call) =>
  error(call, 429, 'ProvisionedThroughputExceededException', 'TooManyRequestsException');
const failure = (call: Call) => error(call, 500, 'InternalServerError', 'InternalServiceErrorException');
const sesRefusal = (name: string) => json(400, { message: 'Injected.' }, { 'x-amzn-errortype': name });

const always = (call: Call) => call.service === 'dynamodb' || call.service === 'ses';
const toDynamo = (call: Call) => call.service === 'dynamodb';
const withEffect = (call: Call) => call.hasEffect && always(call);
const send = (call: Call) => call.what === 'SendEmail';

/** How long after its caller gave up a late request takes effect: behind the SDK's next attempt. */
const LATE = 250;

/** Every way in which one call can go wrong, one fault each. */
export const ways = {
  throttled: {
    applies: always,
    strike: async ({ call, reply }) => reply(refusal(call)),
  },
  'throttled throughout': {
    applies: toDynamo,
    throughout: true,
    strike: async ({ call, reply }) => reply(refusal(call)),
  },
  'error 500': {
    applies: always,
    strike: async ({ call, reply }) => reply(failure(call)),
  },
  'error 500 throughout': {
    applies: toDynamo,
    throughout: true,
    strike: async ({ call, reply }) => reply(failure(call)),
  },
  'error 500 after the effect': {
    applies: send,
    strike: async ({ call, forward, reply }) => {
      await forward();
      reply(failure(call));
    },
  },
  'quota used up': {
    applies: send,
    strike: async ({ reply }) => reply(sesRefusal('LimitExceededException')),
  },
  'mail rejected': {
    applies: send,
    strike: async ({ reply }) => reply(sesRefusal('MessageRejected')),
  },
  'answer without sense': {
    applies: send,
    strike: async ({ forward, reply }) => {
      await forward();
      reply({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>') });
    },
  },
  'reset before the effect': {
    applies: (call) => !call.hasEffect || send(call),
    strike: async ({ cut }) => cut(),
  },
  'reset after the effect': {
    applies: withEffect,
    strike: async ({ forward, cut }) => {
      await forward();
      cut();
    },
  },
  'reset after the effect, then throughout': {
    applies: (call) => withEffect(call) && toDynamo(call),
    throughout: true,
    strike: async ({ attempt, forward, cut }) => {
      if (attempt === 1) await forward();
      cut();
    },
  },
  'no answer, no effect': {
    applies: always,
    strike: ({ closed }) => closed,
  },
  'no answer after the effect': {
    applies: withEffect,
    strike: async ({ forward, closed }) => {
      await forward();
      await closed;
    },
  },
  'no answer, effect late': {
    applies: withEffect,
    strike: async ({ forward, closed }) => {
      await closed;
      await sleep(LATE);
      await forward();
    },
  },
  'killed before': {
    applies: always,
    strike: async (exchange, { kill }) => kill(exchange.function),
  },
  'killed after': {
    applies: always,
    strike: async (exchange, { kill }) => {
      await exchange.forward();
      await kill(exchange.function);
    },
  },
  'news before the answer': {
    applies: send,
    strike: async ({ forward, reply }, { tellNews }) => {
      const answer = await forward();
      await tellNews();
      reply(answer);
    },
  },
  'read lags behind': {
    applies: (call) => call.mayLag,
    strike: async ({ request, reply }, { before }) => {
      const { IndexName, ExpressionAttributeValues: values } = request.body;
      if (!IndexName) {
        const Item = before();
        reply(json(200, Item ? { Item } : {}));
        return;
      }
      const { pk, sk, dq, da } = before() ?? {};
      const wasThere = dq?.S === values?.[':shard']?.S && Number(da?.N) <= Number(values?.[':until']?.N);
      reply(json(200, { Items: wasThere ? [{ pk, sk, dq, da }] : [] }));
    },
  },
  'somebody acts before it': {
    applies: () => false, // only in stories that have somebody
    strike: async ({ forward, reply }, { meanwhile }) => {
      await meanwhile?.();
      reply(await forward());
    },
  },
} satisfies Record<string, Way>;

/** What can become of SES's news of a mail: it may be lost, come again, out of order, or much later. */
const newsWays = {
  'news lost': () => ({ now: [], later: [] }),
  'news twice': (news) => ({ now: [...news, ...news], later: [] }),
  'news in reverse': (news) => ({ now: news.toReversed(), later: [] }),
  'news hours late': (news) => ({ now: [], later: news }),
} satisfies Record<string, Rearrange>;

/** How a batch may come that is not simply delivered: its readers are told of each record at least once. */
const streamWays = {
  'delivered twice': (records) => [records, records],
  'delivered one by one, the last twice': (records) =>
    [...records, ...records.slice(-1)].map((record) => [record]),
} satisfies Record<string, Rebatch>;

export type WayName = keyof typeof ways | keyof typeof newsWays | keyof typeof streamWays;

export const wayNames = [ways, newsWays, streamWays].flatMap((all) => Object.keys(all)) as WayName[];

export const waysOf = (call: Call): WayName[] =>
  call.service === 'news' || call.service === 'stream'
    ? (Object.keys(call.service === 'news' ? newsWays : streamWays) as WayName[])
    : (Object.entries(ways) as [WayName, Way][]).flatMap(([name, way]) => (way.applies(call) ? [name] : []));

/** The way as it befalls a call on this machine. */
export function aimOf(
  name: WayName,
  hands: Hands,
): { throughout: boolean; strike?: Strike; rearrange?: Rearrange; rebatch?: Rebatch } {
  if (name in newsWays) return { throughout: false, rearrange: newsWays[name as keyof typeof newsWays] };
  if (name in streamWays) return { throughout: false, rebatch: streamWays[name as keyof typeof streamWays] };
  const way: Way = ways[name as keyof typeof ways];
  return { throughout: way.throughout === true, strike: (exchange) => way.strike(exchange, hands) };
}
