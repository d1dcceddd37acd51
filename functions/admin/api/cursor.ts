import * as z from 'zod';

/** Where a page begins, as clients carry it: opaque, so that what is in it may change. */
export const encodeCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** The parameter `after`: what a page before gave as `paging.next.after`. */
export const cursorOf = <S extends z.ZodType>(place: S) =>
  z.string().transform((text, ctx): z.output<S> => {
    const read = place.safeParse(decode(text));
    if (read.success) return read.data;
    const message = 'Give what the page before said in "paging.next.after", or leave this out.';
    ctx.addIssue({ code: 'custom', message, params: { code: 'invalid_cursor' } });
    return z.NEVER;
  });

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
