import type { Form } from '../../shared/domain/signup/form.ts';

/**
 * The headers that let a page of `origin` post to this form and read the answer; none for an origin that
 * the form does not list. Each form has its own list, which is why the API does not answer CORS itself.
 */
export function corsHeaders(form: Form, origin: string | undefined): Record<string, string> {
  if (!origin) return {};
  const isAllowed = form.allowedOrigins.includes('*') || form.allowedOrigins.includes(origin);
  return isAllowed ? { 'access-control-allow-origin': origin, vary: 'Origin' } : { vary: 'Origin' };
}

export const preflightHeaders = {
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '7200',
};
