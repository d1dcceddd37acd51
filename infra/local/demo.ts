import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain; charset=utf-8',
};

const contentSecurityPolicy = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'font-src', 'connect-src', 'frame-src', 'form-action'].map(
    (d) => `${d} 'self'`,
  ),
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const here = fileURLToPath(new URL('./demo/', import.meta.url));

/** The demo's pages: its landing page at `/`, the others under `/demo/`, with or without `.html`. */
export function demoPages(folder = here): Hono {
  const app = new Hono();
  app.get('/', () => page(folder, 'index.html'));
  app.get('/demo', (c) => c.redirect('/demo/', 308));
  app.get('/demo/*', (c) => {
    const path = decodeURIComponent(c.req.path.slice('/demo/'.length));
    if (path === '' || path.endsWith('/')) return page(folder, `${path}index.html`);
    return page(folder, extname(path) ? path : `${path}.html`);
  });
  return app;
}

async function page(folder: string, path: string): Promise<Response> {
  const type = types[extname(path)];
  const inside = !/^(\.\.|emails\/)/.test(normalize(path)); // emails are templates, not pages
  const body = type && inside ? await readFile(join(folder, path)).catch(() => undefined) : undefined;
  if (!type || !body) return Response.json({ message: 'Not Found' }, { status: 404 });
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cache-control': 'no-cache',
    },
  });
}
