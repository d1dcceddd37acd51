import { nestNames } from './nested-names.ts';

/** The largest body that is read, in bytes after base64. */
export const MAX_BODY = 64 * 1_024;

export type BodyReading =
  | { ok: true; raw: Record<string, unknown> }
  | { ok: false; code: 'too_large' | 'malformed' | 'unsupported'; detail: string };

/**
 * Decodes a posted form: urlencoded and multipart (PHP brackets nest, files are left out), JSON, and JSON
 * under the label of a plain text or of a form, as beacons and `curl -d` send it. Of a repeated name the last
 * value counts, of `name[]` all. `too_large` is answered 413 and found before anything is parsed,
 * `malformed` 400, `unsupported` 415.
 */
export async function decodeBody(posted: {
  contentType: string | undefined;
  body: Uint8Array;
}): Promise<BodyReading> {
  const { contentType = '', body } = posted;
  if (body.byteLength > MAX_BODY) return refuse('too_large', 'A form is at most 64 KB.');
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'multipart/form-data') return decodeMultipart(contentType, body);
  if (!/^$|json$|^text\/|^application\/(x-www-form-urlencoded|octet-stream)$/.test(type)) {
    return refuse('unsupported', 'A form comes as JSON, urlencoded or multipart.');
  }
  const text = readText(body);
  if (text === undefined) return refuse('malformed', 'The body is not UTF-8.');
  const looksLikeJson = /^\s*\{/.test(text);
  if (type.endsWith('json') || looksLikeJson) return decodeJson(text);
  return { ok: true, raw: nestNames(new URLSearchParams(text)) };
}

function decodeJson(text: string): BodyReading {
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) {
      return { ok: true, raw: raw as Record<string, unknown> };
    }
    return refuse('malformed', 'The JSON is not an object.');
  } catch {
    return refuse('malformed', 'The body is not well-formed JSON.');
  }
}

async function decodeMultipart(contentType: string, body: Uint8Array): Promise<BodyReading> {
  try {
    const form = await new Response(Uint8Array.from(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { ok: true, raw: nestNames(texts) };
  } catch {
    return refuse('malformed', 'The body is not well-formed multipart/form-data.');
  }
}

function readText(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function refuse(code: 'too_large' | 'malformed' | 'unsupported', detail: string): BodyReading {
  return { ok: false, code, detail };
}
