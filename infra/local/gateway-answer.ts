export type GatewayAnswer = { status: number; headers: [string, string][]; body: Buffer };

/** An answer of the gateway itself, in API Gateway's words. */
export function gatewayAnswer(status: number, message: string): GatewayAnswer {
  return {
    status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/** Set by the connection, not by the function. */
const ownHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** What an HTTP API answers for a function's result: as structured, or the result itself as JSON. */
export function toAnswer(result: unknown): GatewayAnswer {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result));
    return { status: 200, headers: [['content-type', 'application/json']], body };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result as Structured;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    return gatewayAnswer(500, 'Internal Server Error');
  }
  const kept: [string, string][] = Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
    .filter(([name]) => !ownHeaders.has(name));
  if (body && !kept.some(([name]) => name === 'content-type')) {
    kept.push(['content-type', 'text/plain; charset=utf-8']);
  }
  for (const cookie of cookies) kept.push(['set-cookie', cookie]);
  return { status, headers: kept, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
}

type Structured = {
  statusCode: unknown;
  headers?: Record<string, unknown>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};
