import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import { type RouteName, scopesOf } from '../access.ts';
import { authenticate } from './authenticate.ts';
import { once } from './idempotency.ts';
import { ProblemBody } from './problem-schema.ts';

/** Refusals that every route may answer with; a route names those of its own by status. */
const refusals = {
  400: 'The body is not well-formed JSON.',
  401: 'No key, or nobody’s.',
  403: 'The key lacks the scope.',
  404: 'There is no such thing, or not any more.',
  409: 'Someone else was faster, or it cannot be done as things are; `detail` says what.',
  412: 'If-Match names another state than the one in force.',
  413: 'The body is too large.',
  415: 'The body is not called JSON.',
  422: 'Something is not as it must be; `errors` says what.',
  429: 'Too many of these within the hour.',
  500: 'Our fault; the logs know more.',
} as const;

type Refusal = keyof typeof refusals;

type Description = Omit<RouteConfig, 'method' | 'path' | 'security' | 'middleware'> & {
  summary: string;
  description: string;
};

/** `GET /v1/leads` in two. */
type MethodOf<N extends RouteName> = N extends `${infer M} ${string}` ? Lowercase<M> : never;
type PathOf<N extends RouteName> = N extends `${string} ${infer P}` ? P : never;

/**
 * A route of the API: who may call it stands in the table of `access.ts`, and is asked before anything of
 * the request is read. `refuses`: the statuses that it may answer beside 401, 403 and 500.
 */
export function apiRoute<N extends RouteName, const R extends Description>(
  name: N,
  route: R,
  refuses: readonly Refusal[],
) {
  const [method, path] = name.toLowerCase().split(' ') as [MethodOf<N>, PathOf<N>];
  const described = createRoute({
    ...route,
    method,
    path,
    operationId: operationIdOf(name),
    security: [{ key: [] }],
    middleware: [authenticate(name), once],
    'x-scopes': scopesOf(name),
    responses: { ...route.responses, ...describe([401, 403, 500, ...refuses]) },
  });
  // Refusals are thrown, so that handlers answer with what the route itself names.
  return described as unknown as ReturnType<
    typeof createRoute<PathOf<N>, R & { method: MethodOf<N>; path: PathOf<N> }>
  >;
}

/** `getLeadsById` for `GET /v1/leads/{id}`: what generated clients call it. */
function operationIdOf(name: string): string {
  const [method = '', path = ''] = name.split(' ');
  const words = path
    .split('/')
    .slice(2)
    .map((part) => {
      const word = part.replace(/[{}]/g, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const capital = word.charAt(0).toUpperCase() + word.slice(1);
      return part.startsWith('{') ? `By${capital}` : capital;
    });
  return method.toLowerCase() + words.join('');
}

const describe = (statuses: readonly Refusal[]) =>
  Object.fromEntries(
    statuses
      .toSorted((a, b) => a - b)
      .map((status) => [
        status,
        { description: refusals[status], content: { 'application/problem+json': { schema: ProblemBody } } },
      ]),
  );
