import { createHash } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AdminEnv } from '../api/admin-env.ts';
import type { OpenApiDocument } from '../api/openapi.ts';
import { DocsPage } from './docs-page.tsx';
import { docsStyles } from './docs-styles.ts';
import type { ApiDocument } from './document.ts';

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(docsStyles).digest('base64')}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** What the API is, for programs and for people; no key is needed to read it. Made when somebody asks first. */
export function addDocs(app: OpenAPIHono<AdminEnv>, describe: () => OpenApiDocument): void {
  let made: OpenApiDocument | undefined;
  const read = () => {
    made ??= describe();
    return made;
  };
  app.get('/v1/openapi.json', (c) => c.json(read()));
  app.get('/docs', (c) => c.html(<DocsPage document={read() as unknown as ApiDocument} />, 200, headers));
}
