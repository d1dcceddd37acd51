import type { FunctionName } from '../functions.ts';

export type Route = { route: string; to: FunctionName };
export type RouteMatch = { route: string; to: FunctionName; pathParameters: Record<string, string> };

/**
 * The first route that takes the request, as an HTTP API chooses: `{x}` is one segment, `{x+}`
 * the rest of the path, ANY every method; a GET route does not take HEAD.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  for (const { route, to } of routes) {
    const [verb, pattern = ''] = route.split(' ');
    if (verb !== 'ANY' && verb !== method) continue;
    const pathParameters = matchPath(pattern, path);
    if (pathParameters) return { route, to, pathParameters };
  }
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(part) ?? [];
    const value = greedy ? given.slice(index).join('/') : (given[index] ?? '');
    if (name ? value === '' : value !== part) return;
    if (name) found[name] = decodeURIComponent(value);
    if (greedy) return found;
  }
  return given.length === wanted.length ? found : undefined;
}
