import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteMatch } from './gateway-route.ts';

export type GatewayRequest = {
  method: string;
  /** As on the request line: path, `?`, query. */
  target: string;
  /** Every value of every header, names in lower case. */
  headers: Record<string, string[] | undefined>;
  body: Buffer;
  ip: string;
};

/** The only bodies that an HTTP API hands on as text; forms come as base64, and so does what has no type. */
const text = /^(text\/.*|application\/(json|xml|javascript))$/;

/** The payload 2.0 event that an HTTP API makes of a request. Throws URIError when the path is not well encoded. */
export function toEvent(
  request: GatewayRequest,
  { route, pathParameters }: RouteMatch,
  { requestId, now }: { requestId: string; now: number },
): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.target);
  const { cookie = [], ...rest } = request.headers;
  const headers = joinHeaders({ ...rest, ...forwarded(request) });
  const cookies = cookie.flatMap((value) => value.split(/;\s*/)).filter(Boolean);
  const isText = text.test((headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '');
  const domain = headers.host ?? 'localhost';
  return {
    version: '2.0',
    routeKey: route,
    rawPath: decodeURIComponent(path),
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: joinQuery(query) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: domain,
      domainPrefix: domain.split('.')[0] ?? domain,
      http: {
        method: request.method,
        path: decodeURIComponent(path),
        protocol: 'HTTP/1.1',
        sourceIp: request.ip,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now,
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(request.body.length > 0 && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

function forwarded({ headers, ip }: GatewayRequest): Record<string, string[]> {
  return {
    'x-forwarded-for': [[...(headers['x-forwarded-for'] ?? []), ip].join(', ')],
    'x-forwarded-port': [headers.host?.[0]?.split(':').pop() ?? '80'],
    'x-forwarded-proto': ['http'],
  };
}

function joinHeaders(headers: Record<string, string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, values] of Object.entries(headers)) if (values) joined[name] = values.join(',');
  return joined;
}

function joinQuery(query: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = name in joined ? `${joined[name]},${value}` : value;
  }
  return joined;
}

/** `12/Mar/2026:19:03:58 +0000` */
function logTime(now: number): string {
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
