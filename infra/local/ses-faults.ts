/** SES's errors by name, with their HTTP status (domain brief, SES v2 errors). */
export const sesErrors = {
  TooManyRequestsException: 429,
  LimitExceededException: 400,
  SendingPausedException: 400,
  AccountSuspendedException: 400,
  MailFromDomainNotVerifiedException: 400,
  MessageRejected: 400,
  BadRequestException: 400,
  NotFoundException: 404,
  AlreadyExistsException: 400,
  InternalServiceErrorException: 500,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
} as const;

export type SesErrorName = keyof typeof sesErrors;

export class SesError extends Error {
  readonly type: SesErrorName;
  constructor(type: SesErrorName, message: string) {
    super(message);
    this.type = type;
  }
}

/** Thrown to cut the connection instead of answering. */
export class ConnectionCut extends Error {}

export type Fault = {
  /** An error's name; `hang` never answers, `reset` cuts the connection, `garbage` answers 200 with no sense, `delay` is late. */
  kind: SesErrorName | 'hang' | 'reset' | 'garbage' | 'delay';
  /** Whether SES takes the mail all the same, so that only the answer is lost. */
  accept?: boolean;
  /** How many requests it strikes; one unless said otherwise. */
  times?: number;
  delayMs?: number;
  /** SendEmail unless said otherwise. */
  operation?: string;
  match?: (request: FaultTarget) => boolean;
};

export type FaultTarget = { to: string[]; tags: Record<string, string>; subject: string };

export type Faults = {
  /** Lets the next matching requests go wrong; answers a function that ends it. */
  inject(fault: Fault): () => void;
  clear(): void;
  /** The fault that strikes this request, used up by one. */
  next(operation: string, target: FaultTarget): Fault | undefined;
};

export function openFaults(): Faults {
  const faults = new Map<Fault, number>();
  return {
    inject(fault) {
      faults.set(fault, fault.times ?? 1);
      return () => void faults.delete(fault);
    },
    clear: () => faults.clear(),
    next(operation, target) {
      for (const [fault, left] of faults) {
        if ((fault.operation ?? 'SendEmail') !== operation || fault.match?.(target) === false) continue;
        if (left > 1) faults.set(fault, left - 1);
        else faults.delete(fault);
        return fault;
      }
    },
  };
}

/** Does what the fault says in place of an answer; returns when it only delays. */
export async function strike({ kind, delayMs = 0 }: Fault): Promise<Response | undefined> {
  if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
  if (kind === 'delay') return;
  if (kind === 'hang') return new Promise(() => {});
  if (kind === 'reset') throw new ConnectionCut();
  if (kind === 'garbage') return new Response('<html>', { headers: { 'content-type': 'application/json' } });
  throw new SesError(
    kind,
    kind === 'TooManyRequestsException' ? 'Maximum sending rate exceeded.' : 'Injected.',
  );
}
