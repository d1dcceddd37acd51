import { Hono, type Context as HonoContext } from 'hono';
import { captureLead } from '../../shared/actions/capture-lead.ts';
import type { Context } from '../../shared/actions/context.ts';
import { offeredLanguage, preferredLanguage } from '../../shared/domain/accept-language.ts';
import { touchOfQuery } from '../../shared/domain/attribution.ts';
import type { Form } from '../../shared/domain/form.ts';
import type { Rules } from '../../shared/domain/rules.ts';
import { readSubmission } from '../../shared/domain/submission.ts';
import type { SubmissionError } from '../../shared/domain/submission-error.ts';
import { pageHeaders } from '../../shared/pages/headers.ts';
import { problem } from '../problem.ts';
import { type LambdaBindings, visitorOf } from '../visitor.ts';
import { decodeBody } from './body.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { formPage } from './form-page.tsx';
import { thanksPage } from './thanks-page.tsx';

type Env = {
  Bindings: LambdaBindings;
  Variables: { form: Form; rules: Rules; cors: Record<string, string> };
};
type Call = HonoContext<Env, '/f/:formId' | '/f/:formId/thanks'>;

const statuses = { too_large: 413, malformed: 400, unsupported: 415 } as const;
const titles = {
  400: 'Bad Request',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
} as const;

/** `POST /f/{formId}` and the hosted form page. Answers are the same for new, known, repeated and spam. */
export function captureApp(context: Context, idKey: Uint8Array): Hono<Env> {
  const app = new Hono<Env>();

  app.use('/f/:formId/*', async (c, next) => {
    const formId = c.req.param('formId');
    let rules = await context.rules.current();
    if (!rules.config.forms[formId]) {
      await context.rules.refresh();
      rules = await context.rules.current();
    }
    const form = rules.config.forms[formId];
    if (!form) return problem(404, 'Not Found', 'There is no such form.');
    c.set('form', form);
    c.set('rules', rules);
    c.set('cors', corsHeaders(form, c.req.header('origin')));
    await next();
  });

  app.options('/f/:formId', (c) => c.body(null, 204, { ...c.var.cors, ...preflightHeaders }));
  app.get('/f/:formId', (c) => showForm(c, 200));
  app.get('/f/:formId/thanks', (c) => showThanks(c));
  app.post('/f/:formId', (c) => takeSignup(c, context, idKey));

  app.notFound(() => problem(404, 'Not Found', 'There is nothing here.'));
  app.onError((error) => {
    context.log.error('A request failed.', { error: error.name });
    return problem(500, 'Internal Server Error', 'Something went wrong on our side; please try again.');
  });
  return app;
}

async function takeSignup(c: Call, context: Context, idKey: Uint8Array): Promise<Response> {
  const { form, cors } = c.var;
  const refuse = (status: 413 | 415 | 400 | 422, detail: string, errors: SubmissionError[], raw = {}) =>
    wantsHtml(c) ? showForm(c, status, errors, raw) : problem(status, titles[status], detail, errors, cors);

  const body = await decodeBody({
    contentType: c.req.header('content-type'),
    body: new Uint8Array(await c.req.arrayBuffer()),
  });
  if (!body.ok) return refuse(statuses[body.code], body.detail, []);
  const page = c.req.header('referer');
  const submissionId = c.req.header('framer-webhook-submission-id');
  const reading = readSubmission(form, body.raw, {
    language: preferredLanguage(c.req.header('accept-language'), form.languages),
    ...(page ? { page } : {}),
    ...(submissionId ? { submissionId } : {}),
  });
  if (!reading.ok) return refuse(422, 'Some fields need another look.', reading.errors, body.raw);

  await captureLead(context, idKey, c.req.param('formId'), form, reading.submission, visitorOf(c));
  if (!wantsHtml(c)) return c.json({ status: 'accepted' }, 200, cors);
  const { language } = reading.submission;
  const thanks =
    form.thankYouUrl ?? `/f/${c.req.param('formId')}/thanks${language ? `?lang=${language}` : ''}`;
  return c.body(null, 303, { ...cors, location: thanks });
}

/** A browser that posts a form wants a page; a script, a page builder, a beacon wants to know. */
const wantsHtml = (c: Call): boolean => (c.req.header('accept') ?? '').includes('text/html');

const languageOf = (c: Call): string =>
  offeredLanguage(c.req.query('lang') ?? '', c.var.form.languages) ??
  preferredLanguage(c.req.header('accept-language'), c.var.form.languages);

function showForm(c: Call, status: 200 | 400 | 413 | 415 | 422, errors: SubmissionError[] = [], values = {}) {
  const { form, rules } = c.var;
  const page = formPage({
    form,
    formId: c.req.param('formId'),
    settings: rules.config.settings,
    language: languageOf(c),
    touch: touchOfQuery(Object.entries(c.req.query())),
    magnet: c.req.query('magnet'),
    values,
    errors,
    embed: c.req.query('embed') !== undefined,
  });
  return c.html(page, status, pageHeaders(framing(form)));
}

function showThanks(c: Call) {
  const { form, rules } = c.var;
  const page = thanksPage({ form, settings: rules.config.settings, language: languageOf(c) });
  return c.html(page, 200, pageHeaders(framing(form)));
}

/** A form may be embedded where it may be posted from, and its answer may lead to its thank-you page. */
const framing = (form: Form) => ({
  formAction: form.thankYouUrl ? [new URL(form.thankYouUrl).origin] : [],
  frameAncestors: form.allowedOrigins,
});
