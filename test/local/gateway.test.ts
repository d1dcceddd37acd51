import { describe, expect, it } from 'vitest';
import { toAnswer } from '../../infra/local/gateway-answer.ts';
import { type GatewayRequest, toEvent } from '../../infra/local/gateway-event.ts';
import { matchRoute, type Route } from '../../infra/local/gateway-route.ts';

const routes: Route[] = [
  { route: 'GET /f/{formId}', to: 'capture' },
  { route: 'GET /f/{formId}/{proxy+}', to: 'capture' },
  { route: 'ANY /l/{proxy+}', to: 'links' },
  { route: 'GET /docs', to: 'admin' },
];

describe('routes', () => {
  it.each([
    ['GET', '/f/guide', 'GET /f/{formId}', { formId: 'guide' }],
    ['GET', '/f/a%20b', 'GET /f/{formId}', { formId: 'a b' }],
    ['GET', '/f/a%2Fb', 'GET /f/{formId}', { formId: 'a/b' }],
    ['GET', '/f/guide/embed.js', 'GET /f/{formId}/{proxy+}', { formId: 'guide', proxy: 'embed.js' }],
    ['PUT', '/l/c/abc', 'ANY /l/{proxy+}', { proxy: 'c/abc' }],
    ['HEAD', '/l/c', 'ANY /l/{proxy+}', { proxy: 'c' }],
    ['GET', '/docs', 'GET /docs', {}],
  ])('%s %s goes to %s', (method, path, route, pathParameters) => {
    expect(matchRoute(routes, method, path)).toMatchObject({ route, pathParameters });
  });

  it.each([
    ['POST', '/f/guide', 'another method'],
    ['HEAD', '/docs', 'HEAD on a GET route'],
    ['GET', '/f', 'a missing segment'],
    ['GET', '/f/', 'an empty segment'],
    ['GET', '/docs/', 'a trailing slash'],
    ['GET', '/l/', 'nothing left for a greedy part'],
  ])('%s %s goes nowhere: %s', (method, path) => {
    expect(matchRoute(routes, method, path)).toBeUndefined();
  });
});

const match = { route: 'POST /f/{formId}', to: 'capture' as const, pathParameters: { formId: 'guide' } };
const context = { requestId: 'r-1', now: Date.UTC(2026, 2, 12, 19, 3, 58) };
const event = (request: Partial<GatewayRequest> & { type?: string; text?: string }) =>
  toEvent(
    {
      method: 'POST',
      target: '/f/guide',
      ip: '192.0.2.7',
      ...request,
      headers: {
        host: ['localhost:3000'],
        ...(request.type !== undefined && { 'content-type': [request.type] }),
        ...request.headers,
      },
      body: Buffer.from(request.text ?? ''),
    },
    match,
    context,
  );

describe('events', () => {
  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/plain;charset=UTF-8', false],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/problem+json', true],
    [undefined, true],
  ])('a body of %s comes base64-encoded: %s', (type, isBase64Encoded) => {
    const { body, ...rest } = event({ text: 'é=1', ...(type && { type }) });
    expect(rest.isBase64Encoded).toBe(isBase64Encoded);
    expect(body).toBe(isBase64Encoded ? Buffer.from('é=1').toString('base64') : 'é=1');
  });

  it('has no body, query, cookies that the request has not', () => {
    const made = event({});
    expect(made).not.toHaveProperty('body');
    expect(made).not.toHaveProperty('cookies');
    expect(made).not.toHaveProperty('queryStringParameters');
    expect(made).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it('keeps the query as sent, and decoded with repeated names joined', () => {
    const { rawQueryString, queryStringParameters } = event({ target: '/f/guide?a=1&b=x+y%21&a=2' });
    expect(rawQueryString).toBe('a=1&b=x+y%21&a=2');
    expect(queryStringParameters).toEqual({ a: '1,2', b: 'x y!' });
  });

  it('decodes the path', () => {
    const made = event({ target: '/f/caf%C3%A9%20x?q=%20' });
    expect([made.rawPath, made.requestContext.http.path]).toEqual(['/f/café x', '/f/café x']);
  });

  it('takes cookies out of the headers, and joins a header that comes twice', () => {
    const made = event({ headers: { cookie: ['a=1; b=2'], 'x-tag': ['one', 'two'] } });
    expect(made.cookies).toEqual(['a=1', 'b=2']);
    expect(made.headers).toMatchObject({ 'x-tag': 'one,two', 'x-forwarded-for': '192.0.2.7' });
    expect(made.headers).not.toHaveProperty('cookie');
  });

  it('tells who asked, when and for what', () => {
    expect(event({}).requestContext).toMatchObject({
      routeKey: 'POST /f/{formId}',
      stage: '$default',
      requestId: 'r-1',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: context.now,
      http: { method: 'POST', sourceIp: '192.0.2.7', protocol: 'HTTP/1.1' },
    });
  });
});

describe('answers', () => {
  const text = (result: unknown) => {
    const { status, headers, body } = toAnswer(result);
    return { status, headers: Object.fromEntries(headers), body: body.toString() };
  };

  it('are as the function structured them', () => {
    expect(
      text({
        statusCode: 303,
        headers: { Location: '/thanks' },
        cookies: ['a=1'],
        body: 'eA==',
        isBase64Encoded: true,
      }),
    ).toEqual({
      status: 303,
      headers: { location: '/thanks', 'set-cookie': 'a=1', 'content-type': 'text/plain; charset=utf-8' },
      body: 'x',
    });
  });

  it('are JSON when the function gives no status', () => {
    expect(text({ hello: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"hello":1}',
    });
  });

  it('are 500 for a status that is none', () => {
    expect(text({ statusCode: 'fine' })).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  it('leave the connection to the gateway', () => {
    expect(
      text({ statusCode: 200, headers: { Connection: 'close', 'Transfer-Encoding': 'x' } }).headers,
    ).toEqual({});
  });
});
