import { createHash } from 'node:crypto';
import type { Form } from '../../shared/domain/signup/form.ts';
import { drawForm } from './embed-client.ts';
import { embedForm } from './embed-form.ts';

/** The script for one form, and the tag of what it says. The same for everybody: it may be cached. */
export function embedScript(formId: string, form: Form): { body: string; etag: string } {
  // In a script, "</" could end it; these two are line ends in some.
  const json = JSON.stringify(embedForm(formId, form)).replace(
    /[<\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const body = `(${drawForm})(${json});\n`;
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
