/** What a key is good for. `admin` may do everything; `read` looks and changes nothing. */
export type Scope = 'admin' | 'marketing' | 'sales' | 'read';

/** Which keys may call which route, beside those with the scope `admin`. A route that is not here does not compile. */
export const access = {
  'GET /v1/leads': ['marketing', 'sales', 'read'],
  'GET /v1/leads/{id}': ['marketing', 'sales', 'read'],
  'DELETE /v1/leads/{id}': [],
  'GET /v1/leads/{id}/timeline': ['marketing', 'sales', 'read'],
  'POST /v1/leads/{id}/events': ['marketing', 'sales'],
  'GET /v1/statistics': ['marketing', 'sales', 'read'],
  'GET /v1/statistics/recount': [],
  'POST /v1/statistics/recount': [],
  'POST /v1/reports/forecast/calculate': ['marketing', 'sales', 'read'],
  'GET /v1/config': ['marketing', 'read'],
  'PUT /v1/config': ['marketing'],
  'GET /v1/sequences': ['marketing', 'read'],
  'GET /v1/sequences/{slug}': ['marketing', 'read'],
  'PUT /v1/sequences/{slug}': ['marketing'],
  'DELETE /v1/sequences/{slug}': ['marketing'],
  'GET /v1/settings': ['marketing', 'read'],
  'PUT /v1/settings': ['marketing'],
  'GET /v1/senders': ['marketing', 'read'],
  'GET /v1/forms': ['marketing', 'read'],
  'GET /v1/forms/{slug}': ['marketing', 'read'],
  'PUT /v1/forms/{slug}': ['marketing'],
  'DELETE /v1/forms/{slug}': ['marketing'],
  'GET /v1/magnets': ['marketing', 'read'],
  'GET /v1/magnets/{slug}': ['marketing', 'read'],
  'PUT /v1/magnets/{slug}': ['marketing'],
  'DELETE /v1/magnets/{slug}': ['marketing'],
  'GET /v1/templates': ['marketing', 'read'],
  'GET /v1/templates/{slug}': ['marketing', 'read'],
  'PUT /v1/templates/{slug}': ['marketing'],
  'DELETE /v1/templates/{slug}': ['marketing'],
  'GET /v1/partials': ['marketing', 'read'],
  'GET /v1/partials/{slug}': ['marketing', 'read'],
  'PUT /v1/partials/{slug}': ['marketing'],
  'DELETE /v1/partials/{slug}': ['marketing'],
  'POST /v1/templates/{slug}/preview': ['marketing', 'read'],
  'POST /v1/templates/{slug}/test-send': ['marketing'],
  'GET /v1/templates/{slug}/versions': ['marketing', 'read'],
  'POST /v1/templates/{slug}/rollback': ['marketing'],
} as const satisfies Record<string, readonly Scope[]>;

export type RouteName = keyof typeof access;

/** All scopes that may call a route. */
export const scopesOf = (route: RouteName): readonly Scope[] => ['admin', ...access[route]];
