import type { IncomingHttpHeaders } from 'node:http';

/** What one request asks of DynamoDB or SES. */
export interface Request {
  service: 'dynamodb' | 'ses';
  /** `PutItem lead`, `Query due 1#2`, `SendEmail`: the same work has the same words in every run. */
  what: string;
  /** Reads change nothing. */
  hasEffect: boolean;
  /** An eventually consistent read, which may be answered with what stood there before. */
  mayLag: boolean;
  /** The SDK's own id: the same in all its attempts. */
  invocation: string;
  body: DynamoBody;
}

/** One call of a story: where in it, by whom, what, and which of these. */
export interface Call extends Pick<Request, 'what' | 'hasEffect' | 'mayLag'> {
  /** `signup/capture/PutItem lead/1` */
  id: string;
  /** `news`: what SES tells of one mail, on its way to `feedback`; `stream`: a batch on its way to its reader. */
  service: Request['service'] | 'news' | 'stream';
}

export type Attributes = Record<string, { S?: string; N?: string } | undefined>;

/** As far as names and older answers need it. */
export interface DynamoBody {
  Key?: Attributes;
  Item?: Attributes;
  IndexName?: string;
  ConsistentRead?: boolean;
  ExpressionAttributeValues?: Attributes;
  TransactItems?: Record<string, DynamoBody>[];
}

/** Reads a request of the SDK as it came over the wire. */
export function readRequest(headers: IncomingHttpHeaders, path: string, text: string): Request {
  const invocation = String(headers['amz-sdk-invocation-id'] ?? '');
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') {
    const what = path.startsWith('/v2/email/outbound-emails') ? 'SendEmail' : 'GetAccount';
    return {
      service: 'ses',
      what,
      hasEffect: what === 'SendEmail',
      mayLag: false,
      invocation,
      body: {},
    };
  }
  const body = JSON.parse(text) as DynamoBody;
  const operation = target.split('.')[1] ?? '';
  const isRead = /^(Get|BatchGet|Query|Scan)/.test(operation);
  const kinds = kindsOf(body);
  return {
    service: 'dynamodb',
    what: `${operation} ${kinds}${body.ConsistentRead ? ' strongly' : ''}`,
    hasEffect: !isRead,
    mayLag: isRead && !body.ConsistentRead && (kinds === 'lead' || body.IndexName === 'due'),
    invocation,
    body,
  };
}

function kindsOf(body: DynamoBody): string {
  if (body.IndexName) return `${body.IndexName} ${body.ExpressionAttributeValues?.[':shard']?.S ?? ''}`;
  const partition = body.ExpressionAttributeValues?.[':partition'];
  if (partition) return kindOf({ pk: partition });
  const parts = body.TransactItems?.flatMap((item) => Object.values(item)) ?? [body];
  return [...new Set(parts.map((part) => kindOf(part.Key ?? part.Item ?? {})))].join('+');
}

/** The kind of an item by its key, without what differs from lead to lead. */
function kindOf({ pk, sk }: Attributes): string {
  const [owner = '', place = ''] = [pk?.S, sk?.S];
  if (owner.startsWith('lead_')) return place.startsWith('t#') ? kindOfEntry(place) : place;
  if (owner === 'config') return place === 'current' ? 'config' : 'config document';
  return owner === 'sending' ? place : (owner.split('#')[0] ?? '');
}

const kindOfEntry = (place: string) => (place.split('#')[2]?.startsWith('v') ? 'row' : 'moment');
