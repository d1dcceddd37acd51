import * as z from 'zod';

export const Limit = z.coerce.number().int().min(1).max(100).default(20);

/** One page of a list. `paging.next.after` is the next page's `after`; absent on the last one. */
export const pageOf = <S extends z.ZodType>(entry: S) =>
  z.object({
    results: z.array(entry),
    paging: z.object({ next: z.object({ after: z.string() }).optional() }),
  });
