import * as z from 'zod';
import { named } from './schema-name.ts';

/** RFC 9457, as `functions/problem.ts` writes it. */
export const ProblemBody = named(
  'Problem',
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string(),
          detail: z.string(),
          code: z.string().optional(),
          parameter: z.string().optional(),
        }),
      )
      .optional(),
  }),
  {
    description:
      'What went wrong (RFC 9457). `errors` holds all there is to repair: `pointer` (RFC 6901) leads into the body, ' +
      'or names a parameter, as `parameter` does; `code` is for programs.',
    example: {
      type: 'about:blank',
      title: 'Not valid',
      status: 422,
      detail: 'A parameter is not as it must be.',
      errors: [
        {
          parameter: 'email',
          pointer: '/email',
          detail: 'An email address has one "@" with something on both sides.',
          code: 'email_invalid',
        },
      ],
    },
  },
);
