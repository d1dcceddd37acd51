import type { Context } from 'hono';
import type { Settings } from '../../shared/domain/programme/settings.ts';
import { touchOfQuery } from '../../shared/domain/sales/attribution.ts';
import type { Form } from '../../shared/domain/signup/form.ts';
import type { SubmissionError } from '../../shared/domain/signup/submission-error.ts';
import { pageHeaders } from '../../shared/pages/headers.ts';
import { formPage } from './form-page.tsx';
import { thanksPage } from './thanks-page.tsx';

export type FormStatus = 200 | 400 | 413 | 415 | 422;

interface Drawn {
  form: Form;
  formId: string;
  settings: Settings;
  language: string;
  embed: boolean;
}

/** The hosted form, empty or with what was posted and what is wrong with it. */
export function formResponse(
  c: Context,
  drawn: Drawn & {
    status: FormStatus;
    errors: SubmissionError[];
    values: Record<string, unknown>;
    meant?: string;
    renderedAt: string;
  },
) {
  const { status, ...props } = drawn;
  const touch = touchOfQuery(Object.entries(c.req.query()));
  return c.html(formPage({ ...props, touch, magnet: c.req.query('magnet') }), status, framing(drawn.form));
}

export const thanksResponse = (c: Context, drawn: Drawn) =>
  c.html(thanksPage(drawn), 200, framing(drawn.form));

/** A form may be embedded where it may be posted from, and its answer may lead to its thank-you page. */
const framing = (form: Form) =>
  pageHeaders({
    formAction: form.thankYouUrl ? [new URL(form.thankYouUrl).origin] : [],
    frameAncestors: form.allowedOrigins,
  });
