import { readFileSync } from 'node:fs';

/**
 * An email as a marketer keeps it: `emails/<language>/<name>.html`, with `Subject:` and `Preheader:` on top, a blank
 * line, and the body. Throws when one of the three is missing.
 */
export function readEmail(language: string, name: string) {
  const file = new URL(`./emails/${language}/${name}.html`, import.meta.url);
  const parts = /^Subject: ([^\n]+)\nPreheader: ([^\n]+)\n\n(.+)$/s.exec(readFileSync(file, 'utf8'));
  const [, subject, preheader, html] = parts ?? [];
  if (!subject || !preheader || !html)
    throw new Error(`emails/${language}/${name}.html is not written as an email`);
  return { subject, preheader, html };
}
