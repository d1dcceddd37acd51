import type { Context as HonoContext } from 'hono';
import { Hono } from 'hono/tiny';
import type { Context } from '../../shared/actions/context.ts';
import { captureLead } from '../../shared/actions/signup/capture-lead.ts';
import { keepSpam } from '../../shared/actions/signup/keep-spam.ts';
import { signRenderedAt } from '../../shared/actions/signup/rendered-at.ts';
import { KweekError } from '../../shared/domain/kweek-error.ts';
import type { Rules } from '../../shared/domain/programme/rules.ts';
import { offeredLanguage, preferredLanguage } from '../../shared/domain/signup/accept-language.ts';
import type { Form } from '../../shared/domain/signup/form.ts';
import { own, text } from '../../shared/domain/signup/posted-value.ts';
import { readSubmission } from '../../shared/domain/signup/submission.ts';
import type { SubmissionError } from '../../shared/domain/signup/submission-error.ts';
import { problem } from '../problem.ts';
import { type LambdaBindings, visitorOf } from '../visitor.ts';
import { ADDRESS_CHECK } from './address-check.ts';
import { decodeBody } from './body.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import type { FormStatus } from './pages.tsx';

type Env = {
  Bindings: LambdaBindings;
  Variables: { form: Form; rules: Rules; cors: Record<string, string>; renderedAt: () => string };
};
type Call = HonoContext<
  Env,
  '/f/:formId' | '/f/:formId/thanks' | '/f/:formId/embed.js' | '/f/:formId/rendered-at'
>;

const statuses = { too_large: 413, malformed: 400, unsupported: 415 } as const;
const titles = {
  400: 'Bad Request',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
} as const;

const noSuchForm = () => problem(404, 'Not Found', 'There is no such form.');

/** `POST /f/{formId}` and the hosted form page. Answers are the same for new, known, repeated and spam. */
export function captureApp(context: Context, idKey: Uint8Array): Hono<Env> {
  const app = new Hono<Env>();

  app.use('/f/:formId/*', async (c, next) => {
    const formId = c.req.param('formId');
    let rules = await context.rules.current();
    if (!Object.hasOwn(rules.config.forms, formId)) {
      await context.rules.refresh();
      rules = await context.rules.current();
    }
    // Anyone may ask for a form called `constructor`.
    const form = Object.hasOwn(rules.config.forms, formId) ? rules.config.forms[formId] : undefined;
    if (!form) return noSuchForm();
    c.set('form', form);
    c.set('rules', rules);
    c.set('cors', corsHeaders(form, c.req.header('origin')));
    c.set('renderedAt', () => signRenderedAt(formId, context.clock.now().machine, idKey));
    await next();
  });

  app.options('/f/:formId', (c) => c.body(null, 204, { ...c.var.cors, ...preflightHeaders }));
  app.get('/f/:formId', (c) => showForm(c, 200));
  app.get('/f/:formId/thanks', (c) => showThanks(c));
  app.get('/f/:formId/embed.js', (c) => giveScript(c));
  // The script is cached and the same for everybody: when it drew its form, it asks for.
  app.get('/f/:formId/rendered-at', (c) =>
    c.json({ rendered_at: c.var.renderedAt() }, 200, { ...c.var.cors, 'cache-control': 'no-store' }),
  );
  app.post('/f/:formId', (c) => takeSignup(c, context, idKey));

  app.notFound(() => problem(404, 'Not Found', 'There is nothing here.'));
  app.onError((error) => {
    // Nothing is published yet.
    if (error instanceof KweekError && error.code === 'not_configured') return noSuchForm();
    context.log.error('A request failed.', { error: error.name });
    return problem(500, 'Internal Server Error', 'Something went wrong on our side; please try again.');
  });
  return app;
}

async function takeSignup(c: Call, context: Context, idKey: Uint8Array): Promise<Response> {
  const { form, cors } = c.var;
  const refuse = (status: 413 | 415 | 400 | 422, detail: string, errors: SubmissionError[], raw = {}) =>
    wantsHtml(c)
      ? showForm(c, status, errors, raw)
      : problem(status, titles[status], detail, status === 422 ? errors : [], cors);

  const body = await decodeBody({
    contentType: c.req.header('content-type'),
    body: new Uint8Array(await c.req.arrayBuffer()),
  });
  if (!body.ok) return refuse(statuses[body.code], body.detail, [wholeBody(body.detail)]);
  const page = c.req.header('referer');
  const submissionId = c.req.header('framer-webhook-submission-id');
  const reading = readSubmission(form, body.raw, {
    language: preferredLanguage(c.req.header('accept-language'), form.languages),
    ...(page ? { page } : {}),
    ...(submissionId ? { submissionId } : {}),
  });
  if (!reading.ok) return refuse(422, 'Some fields need another look.', reading.errors, body.raw);

  // Our own page alone comes back with a question, and once: whoever else posts could not answer it.
  if (wantsHtml(c) && own(body.raw, ADDRESS_CHECK) === 'ask') {
    const { meantAddress } = await import('./meant-address.ts');
    const meant = meantAddress(reading.submission.email);
    if (meant) return showForm(c, 422, [], body.raw, meant);
  }

  const formId = c.req.param('formId');
  if (reading.submission.spam) await keepSpam(context, formId, body.raw);
  else await captureLead(context, idKey, formId, form, reading.submission, visitorOf(c));
  if (!wantsHtml(c)) return c.json({ status: 'accepted' }, 200, cors);
  // By the request alone, so that spam hears no other answer.
  const posted = offeredLanguage(text(own(body.raw, 'language')) ?? '', form.languages);
  const query = new URLSearchParams({
    lang: posted ?? languageOf(c),
    ...(isEmbedded(c) ? { embed: '1' } : {}),
  });
  // Headers are ASCII, addresses need not be.
  const thanks = form.thankYouUrl ? new URL(form.thankYouUrl).href : `/f/${formId}/thanks?${query}`;
  return c.body(null, 303, { ...cors, location: thanks });
}

/** A browser that posts a form wants a page; a script, a page builder, a beacon wants to know. */
const wantsHtml = (c: Call): boolean => (c.req.header('accept') ?? '').includes('text/html');

const languageOf = (c: Call): string =>
  offeredLanguage(c.req.query('lang') ?? '', c.var.form.languages) ??
  preferredLanguage(c.req.header('accept-language'), c.var.form.languages);

const isEmbedded = (c: Call): boolean => c.req.query('embed') !== undefined;

/** What is wrong with the body as a whole stands above the form, not beside a field. */
const wholeBody = (detail: string): SubmissionError => ({ pointer: '', code: 'too_many_fields', detail });

// Signups are many and pages few: what draws pages is loaded when one is asked for.
async function showForm(
  c: Call,
  status: FormStatus,
  errors: SubmissionError[] = [],
  values = {},
  meant?: string,
) {
  const { formResponse } = await import('./pages.tsx');
  const renderedAt = c.var.renderedAt();
  return formResponse(c, { ...drawnBy(c), status, errors, values, renderedAt, ...(meant ? { meant } : {}) });
}

async function showThanks(c: Call) {
  const { thanksResponse } = await import('./pages.tsx');
  return thanksResponse(c, drawnBy(c));
}

/** Pages that embed the form ask for it often, and a change may take minutes to be seen. */
async function giveScript(c: Call) {
  const { embedScript } = await import('./embed-script.ts');
  const { body, etag } = embedScript(c.req.param('formId'), c.var.form);
  const headers = {
    etag,
    'cache-control': 'public, max-age=300',
    'content-type': 'text/javascript; charset=utf-8',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  };
  return c.req.header('if-none-match') === etag ? c.body(null, 304, headers) : c.body(body, 200, headers);
}

const drawnBy = (c: Call) => ({
  form: c.var.form,
  formId: c.req.param('formId'),
  settings: c.var.rules.config.settings,
  language: languageOf(c),
  embed: isEmbedded(c),
});
