import { stylesheetHash } from './styles.ts';

/**
 * The headers of a lead-facing page: no scripts, nothing fetched, no framing unless allowed.
 * `formAction`: origins that a form's answer may redirect to (browsers hold redirects to `form-action` too).
 * `frameAncestors`: origins that may embed the page; `*` for any. `pictures`: origins that its pictures come from.
 */
export function pageHeaders(
  options: {
    formAction?: readonly string[];
    frameAncestors?: readonly string[];
    pictures?: readonly string[];
  } = {},
): Record<string, string> {
  const { formAction = [], frameAncestors = [], pictures = [] } = options;
  const policy = [
    "default-src 'none'",
    `style-src '${stylesheetHash}'`,
    `img-src ${['data:', ...pictures].join(' ')}`,
    `form-action ${["'self'", ...formAction].join(' ')}`,
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}
