import { type TouchKey, touchKeys } from '../lead/lead.ts';

/** Campaign parameters and click ids of one visit, as sent; at most 512 characters each. */
export type TouchValues = Partial<Record<TouchKey, string>>;

const MAX_TOUCH = 512;
/** Longer values (click ids, mostly) stand in the timeline alone, so that the lead's item stays small. */
const MAX_SHORT = 64;
const MAX_PAGE = 1_024;

/**
 * Where a visitor came from: what was posted, else what stands in the page's URL, value by value;
 * and that page without these parameters, fragment or login.
 */
export function readTouch(
  posted: (key: TouchKey) => unknown,
  page?: string,
): { touch: TouchValues; page?: string } {
  const url = page === undefined ? undefined : webUrl(page);
  const onPage = url ? touchOfQuery(url.searchParams) : {};
  const touch: TouchValues = {};
  for (const key of touchKeys) {
    const value = cleanTouch(posted(key)) ?? onPage[key];
    if (value !== undefined) touch[key] = value;
  }
  const bare = url && barePage(url);
  return { touch, ...(bare !== undefined && { page: bare }) };
}

/** The touch in a page's own query. */
export function touchOfQuery(query: Iterable<[string, string]>): TouchValues {
  const touch: TouchValues = {};
  for (const [name, text] of query) {
    const key = touchKeyOf(name);
    const value = cleanTouch(text);
    if (key !== undefined && value !== undefined) touch[key] ??= value;
  }
  return touch;
}

/** What of a touch is kept on the lead: values of at most 64 characters. */
export function shortTouch(touch: TouchValues): TouchValues {
  const short: TouchValues = {};
  for (const key of touchKeys) {
    const value = touch[key];
    if (value !== undefined && value.length <= MAX_SHORT) short[key] = value;
  }
  return short;
}

function touchKeyOf(name: string): TouchKey | undefined {
  const lower = name.toLowerCase();
  return touchKeys.find((key) => key === lower);
}

function cleanTouch(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value)
    .replace(/\p{Cc}/gu, '')
    .trim();
  // A cut must not leave half of a surrogate pair.
  return text === '' ? undefined : text.slice(0, MAX_TOUCH).replace(/[\uD800-\uDBFF]$/, '');
}

function barePage(url: URL): string | undefined {
  for (const name of [...url.searchParams.keys()]) {
    if (touchKeyOf(name) !== undefined) url.searchParams.delete(name);
  }
  url.hash = '';
  url.username = '';
  url.password = '';
  if (url.href.length > MAX_PAGE) url.search = '';
  return url.href.length > MAX_PAGE ? undefined : url.href;
}

function webUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}
