import type { AddressProblem } from './address.ts';
import type { FieldProblem } from './field-value.ts';

export type SubmissionProblem =
  | AddressProblem
  | FieldProblem
  | 'magnet_unknown'
  | 'too_many_fields'
  | 'value_too_long'
  | 'nested_too_deep'
  | 'not_an_object';

/** Why a form cannot be taken: one line of a problem's `errors`. */
export interface SubmissionError {
  /** To the value as the client sent it (RFC 6901); to our name for it when it is missing. */
  pointer: string;
  detail: string;
  code: SubmissionProblem;
  /** Our name of the field, for pages that show the error beside it. */
  field?: string;
}
