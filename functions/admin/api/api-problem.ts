import type { Context, ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Log } from '../../../shared/actions/context.ts';
import { type ErrorCode, KweekError, type Problem } from '../../../shared/domain/kweek-error.ts';
import { problem } from '../../problem.ts';
import type { AdminEnv } from './admin-env.ts';
import { problemsOf } from './zod-problems.ts';

/** How our own failures look over HTTP: the one place that says so. */
const answers: Record<ErrorCode, { status: number; title: string; headers?: Record<string, string> }> = {
  not_found: { status: 404, title: 'Not found' },
  invalid: { status: 422, title: 'Not valid' },
  too_large: { status: 413, title: 'Too large' },
  conflict: { status: 409, title: 'Conflict' },
  precondition_failed: { status: 412, title: 'Precondition failed' },
  too_many: { status: 429, title: 'Too many', headers: { 'retry-after': '3600' } },
  contended: { status: 503, title: 'Busy', headers: { 'retry-after': '1' } },
  not_configured: { status: 409, title: 'Nothing is published' },
  id_key_mismatch: { status: 500, title: 'Wrong id key' },
  misconfigured: { status: 500, title: 'Misconfigured' },
};

/** Failures of ours tell what they are; of others, the caller learns nothing and the log only what holds no data. */
export function answerErrors(log: Log): ErrorHandler<AdminEnv> {
  return (error, c) => {
    if (error instanceof KweekError) {
      const { status, title, headers } = answers[error.code];
      if (status >= 500) logFailure(log, error, c);
      return problem(status, title, error.message, error.problems, headers);
    }
    if (error instanceof HTTPException) return answerHttp(error);
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      return problem(422, answers.invalid.title, 'The body is nested too deep.');
    }
    logFailure(log, error, c);
    return problem(
      500,
      'Internal error',
      'Something went wrong on our side. Try again, or look in the logs.',
    );
  };
}

/** Answers of our own that a handler threw; and hono's: a body that is no JSON, or is not called JSON. */
function answerHttp({ status, res }: HTTPException): Response {
  if (res) return res;
  if (status === 415) {
    return problem(415, 'Unsupported media type', 'Send JSON with "content-type: application/json".');
  }
  return problem(status, 'Bad request', 'The body is not well-formed JSON.');
}

function logFailure(log: Log, error: Error, c: Context<AdminEnv>): void {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  log.error('A request failed.', { error: error.name, ...code, request: requestId(c) });
}

function requestId(c: Context<AdminEnv>): string {
  const context = c.env?.event?.requestContext;
  return context && 'requestId' in context ? context.requestId : '';
}

type Target = 'json' | 'query' | 'header' | 'param' | 'form' | 'cookie';
type Validation = { success: boolean; target: Target; error?: { issues: readonly unknown[] } };

/** What a route's schemas refuse: with pointers into the body, or with the names of parameters. */
export function answerInvalid(result: Validation): Response | undefined {
  if (result.success || !result.error) return undefined;
  const found = problemsOf(result.error.issues as Parameters<typeof problemsOf>[0]);
  const errors = result.target === 'json' ? found : found.map(nameParameter);
  const detail =
    result.target === 'json' ? 'The body is not as it must be.' : 'A parameter is not as it must be.';
  return problem(422, answers.invalid.title, detail, errors);
}

/** A problem with a parameter of the query or the head. */
interface ParameterProblem extends Problem {
  parameter: string;
}

const nameParameter = (found: Problem): ParameterProblem => ({
  parameter: found.pointer.slice(1),
  ...found,
});

export const notFound = () =>
  problem(404, 'Not found', 'There is nothing here: GET /docs shows all there is.');

export const methodNotAllowed = (allowed: readonly string[]) => () => {
  const allow = allowed.join(', ');
  return problem(405, 'Method not allowed', `Here only ${allow} will do.`, [], { allow });
};
