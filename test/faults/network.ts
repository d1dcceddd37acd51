import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBRecord } from 'aws-lambda';
import type { FunctionName } from '../../infra/functions.ts';
import type { SesEvent } from '../../infra/local/ses-events.ts';
import type { Attributes, Call, Request } from './call.ts';

/** What came back from DynamoDB or SES. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** One attempt of a call, in the hands of the proxy. */
export interface Exchange {
  function: FunctionName;
  call: Call;
  request: Request;
  /** 1 for the first; the SDK counts on. */
  attempt: number;
  /** Lets it take effect. */
  forward(): Promise<Answer>;
  reply(answer: Answer): void;
  /** Resets the connection. */
  cut(): void;
  /** The caller gave up, or is gone. */
  closed: Promise<void>;
}

/** What befalls an attempt instead of being carried out and answered. */
export type Strike = (exchange: Exchange) => Promise<void>;

/** What becomes of SES's news of a mail: delivered now, and at the end of the day. */
export type Rearrange = (news: SesEvent[]) => { now: SesEvent[]; later: SesEvent[] };

/** The batches in which records of the stream are delivered. */
export type Rebatch = (records: DynamoDBRecord[]) => DynamoDBRecord[][];

/** A call to be broken: its id and what befalls it. */
export interface Aim {
  call: string;
  /** Every attempt that the SDK makes of it, not the first alone. */
  throughout: boolean;
  strike?: Strike;
  rearrange?: Rearrange;
  rebatch?: Rebatch;
  fired: number;
}

/** Longer than any answer takes here, shorter than the functions' time-outs. */
const SLOW = 500;

/**
 * Everything that a machine's functions ask of DynamoDB and SES: named, counted, and struck where aimed.
 * A call's number counts within a phase, and the SDK's retries of it are the same call.
 */
export class Network {
  readonly calls = new Map<string, Call>();
  /** The versions of the story's lead, oldest first, for answers that lag behind. */
  #versions: (Attributes | undefined)[] = [];
  readonly #ordinals = new Map<string, number>();
  readonly #named = new Map<string, { call: Call; attempts: number }>();
  #aims: Aim[] = [];
  #chance: ((call: Call) => Strike | undefined) | undefined;
  #phase = '';
  #underWay = 0;
  /** Calls that nobody struck and whose caller gave up: this machine was too slow for a fair run. */
  disturbed = 0;

  /** `lead`: as it is saved already, if it is. */
  begin(aims: Aim[], lead?: Attributes): void {
    this.#aims = aims;
    this.calls.clear();
    this.#versions = [lead];
    this.#named.clear();
    this.disturbed = 0;
  }

  /** Lets calls go wrong by chance, whichever they are; or no more. */
  strikeAtRandom(chance: ((call: Call) => Strike | undefined) | undefined): void {
    this.#chance = chance;
  }

  enter(phase: string): void {
    this.#phase = phase;
    this.#ordinals.clear();
  }

  get fired(): number {
    return this.#aims.reduce((sum, aim) => sum + aim.fired, 0);
  }

  async handle(
    name: FunctionName,
    request: Request,
    io: Pick<Exchange, 'forward' | 'reply' | 'cut' | 'closed'>,
  ): Promise<void> {
    const named = this.#name(name, request);
    named.attempts += 1;
    const { call, attempts: attempt } = named;
    this.#underWay += 1;
    try {
      const exchange: Exchange = { ...io, function: name, call, request, attempt };
      exchange.forward = async () => this.#remember(request, await io.forward());
      const aim = this.#aims.find((a) => a.call === call.id && (a.throughout || attempt === 1));
      if (aim?.strike) {
        aim.fired += 1;
        await aim.strike(exchange);
        return;
      }
      const struck = this.#chance?.(call);
      if (struck) await struck(exchange);
      else {
        const since = Date.now();
        exchange.reply(await exchange.forward());
        if (Date.now() - since > SLOW) this.disturbed += 1;
      }
    } finally {
      this.#underWay -= 1;
    }
  }

  /** News on its way: counted like a call, and struck like one. */
  tell(news: SesEvent[]): { now: SesEvent[]; later: SesEvent[] } {
    const aim = this.#aimAt('news', 'news');
    return aim?.rearrange?.(news) ?? { now: news, later: [] };
  }

  /** A batch of the stream on its way to a function: the same. */
  batches(name: FunctionName, records: DynamoDBRecord[]): DynamoDBRecord[][] {
    const aim = this.#aimAt('stream', `${name}/batch`);
    return aim?.rebatch?.(records) ?? [records];
  }

  #aimAt(service: 'news' | 'stream', what: string): Aim | undefined {
    const { call } = this.#nameCall(`${this.#phase}/${what}`, {
      service,
      what,
      hasEffect: true,
      mayLag: false,
    });
    const aim = this.#aims.find((a) => a.call === call.id);
    if (aim) aim.fired += 1;
    return aim;
  }

  /** Until nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underWay > 0) await sleep(2);
  }

  /** The lead as it was before it was last saved; as it is, when that was long ago. */
  get before(): Attributes | undefined {
    return this.#versions.at(this.#versions.length > 1 ? -2 : -1);
  }

  /** The newest saved version of the lead; 0 before the first. */
  get version(): number {
    return Number(this.#versions.at(-1)?.v?.N ?? 0);
  }

  #name(name: FunctionName, request: Request): { call: Call; attempts: number } {
    const key = `${name} ${request.invocation}`;
    const known = this.#named.get(key);
    if (known) return known;
    const { service, what, hasEffect, mayLag } = request;
    const place = `${this.#phase}/${name}/${what}`;
    const named = this.#nameCall(place, { service, what, hasEffect, mayLag });
    this.#named.set(key, named);
    return named;
  }

  #nameCall(place: string, how: Omit<Call, 'id'>): { call: Call; attempts: number } {
    const ordinal = (this.#ordinals.get(place) ?? 0) + 1;
    this.#ordinals.set(place, ordinal);
    const call: Call = { id: `${place}/${ordinal}`, ...how };
    this.calls.set(call.id, call);
    return { call, attempts: 0 };
  }

  #remember(request: Request, answer: Answer): Answer {
    const { Item } = request.body;
    if (request.what === 'PutItem lead' && answer.status === 200) this.#versions.push(Item);
    return answer;
  }
}
