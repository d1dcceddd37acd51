import type { table } from './table.ts';

/** What a room may do to the table. Nothing here scans; who erases people may delete. */
type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** Secrets, by the variable that carries them into a function. */
export type SecretVariable = 'KWEEK_ID_KEY' | 'KWEEK_LINK_KEYS' | 'KWEEK_ADMIN_KEY';

export interface FunctionPlan {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly table: readonly TableAction[];
  /** The indexes it may query. */
  readonly queries?: readonly (typeof table)['indexes'][number]['name'][];
  /** What it may do to the log of erasures; without, it does not know where that is. */
  readonly erasures?: readonly ('PutItem' | 'Query')[];
  /** The secrets it is given; it sees no others. */
  readonly secrets?: readonly SecretVariable[];
  /** Whether it may hand mail to SES. */
  readonly sends?: true;
  /** Whether it may ask SES about the account and the domains that mail comes from. */
  readonly asksSes?: true;
  /** Fed batch by batch: lag and failures have alarms of their own, and a trace of each batch costs more than it tells. */
  readonly batched?: true;
}

/** The rooms that become Lambdas: one list for the build, the local stack and the CDK app. */
export const functions = {
  capture: {
    entry: 'functions/capture/index.ts',
    timeoutSeconds: 10,
    memoryMb: 512,
    table: ['GetItem', 'PutItem'],
    secrets: ['KWEEK_ID_KEY'],
  },
  links: {
    entry: 'functions/links/index.ts',
    timeoutSeconds: 10,
    memoryMb: 512,
    // A lead may see all that is known of it, its timeline too.
    table: ['GetItem', 'Query', 'PutItem'],
    secrets: ['KWEEK_LINK_KEYS'],
  },
  admin: {
    entry: 'functions/admin/index.ts',
    timeoutSeconds: 29,
    // A whole processor, which comes with this much: a simulation is nothing but computing, and a request has 29 s.
    memoryMb: 1_769,
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    queries: ['due', 'leads', 'handoffs', 'suppressions'],
    erasures: ['PutItem', 'Query'],
    secrets: ['KWEEK_ID_KEY', 'KWEEK_ADMIN_KEY'],
    asksSes: true,
  },
  'nurture-start': {
    entry: 'functions/nurture/start.ts',
    timeoutSeconds: 60,
    memoryMb: 512,
    table: ['GetItem', 'PutItem', 'UpdateItem'],
    queries: ['due'],
    secrets: ['KWEEK_LINK_KEYS'],
    sends: true,
  },
  'nurture-send': {
    entry: 'functions/nurture/send.ts',
    // A sender starts no mail in its last 15 s: it works for a minute, until the schedule wakes the next.
    timeoutSeconds: 75,
    // Awake as long as mail is due, mostly waiting for its slots: enough for a new account's rate. A high
    // rate needs more processor, which comes with memory (`senderMemory`).
    memoryMb: 256,
    // It also folds the statistics and takes the last look after an erasure.
    table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    queries: ['due', 'leads'],
    erasures: ['PutItem'],
    secrets: ['KWEEK_LINK_KEYS'],
    sends: true,
  },
  record: {
    entry: 'functions/record/index.ts',
    timeoutSeconds: 60,
    memoryMb: 512,
    batched: true,
    table: ['GetItem', 'PutItem'],
  },
  feedback: {
    entry: 'functions/feedback/index.ts',
    timeoutSeconds: 60,
    memoryMb: 512,
    batched: true,
    table: ['GetItem', 'PutItem', 'UpdateItem'],
  },
} as const satisfies Record<string, FunctionPlan>;

export type FunctionName = keyof typeof functions;

/** HTTP API v2 route keys, most specific first; `{proxy+}` takes the rest of the path. */
export const routes: { route: string; to: FunctionName }[] = [
  { route: 'GET /f/{formId}', to: 'capture' },
  { route: 'POST /f/{formId}', to: 'capture' },
  { route: 'OPTIONS /f/{formId}', to: 'capture' },
  { route: 'GET /f/{formId}/{proxy+}', to: 'capture' },
  { route: 'ANY /l/{proxy+}', to: 'links' },
  { route: 'ANY /v1/{proxy+}', to: 'admin' },
  { route: 'GET /docs', to: 'admin' },
];

/** A DynamoDB stream record goes to `nurture-start` only when the lead has lane-0 work (what it asked for). */
export const startFilter = { dynamodb: { NewImage: { dq: { S: [{ prefix: '0#' }] } } } };
