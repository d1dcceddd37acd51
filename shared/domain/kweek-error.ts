/** The closed set of ways in which our own work fails; transports map each once. */
export type ErrorCode =
  | 'not_found'
  | 'invalid'
  | 'too_large'
  | 'conflict'
  | 'precondition_failed'
  | 'too_many'
  | 'contended'
  | 'not_configured'
  | 'id_key_mismatch'
  | 'misconfigured';

/** One thing wrong in what was sent; `pointer` is an RFC 6901 pointer into it. */
export interface Problem {
  pointer: string;
  detail: string;
  code?: string;
}

/** The one class of failures that we throw. `message` is for people and holds no personal data. */
export class KweekError extends Error {
  readonly code: ErrorCode;
  readonly problems: Problem[];

  constructor(code: ErrorCode, message: string, problems: Problem[] = []) {
    super(message);
    this.name = 'KweekError';
    this.code = code;
    this.problems = problems;
  }
}
