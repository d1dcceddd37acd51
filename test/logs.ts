import { existsSync, readFileSync } from 'node:fs';
import { logFile } from '../infra/local/log-file.ts';
import type { Log } from '../shared/actions/context.ts';

/** An address as mail has it: quoted, of any script, its host a domain or an address of the network. */
const address =
  /[\p{L}\p{M}\p{N}!#$%&'*+=?^_`{|}~."-]@(?:\[[\da-f.:]+\]|(?:[\p{L}\p{M}\p{N}-]+\.)+\p{L}[\p{L}\p{M}\p{N}-]+)/iu;
/** +32 470 12 34 56, 0032470123456, 0470/12.34.56, 0470123456; not the digits of an id or of a time. */
const telephone =
  /(?<![\w.+:-])(?:\+|00)\d(?:[ ()./-]{0,2}\d){7,13}(?![\w-])|(?<![\w.:/-])0[1-9]\d{0,2}(?:[ ./]\d{2,4}){2,4}(?![\w:-])|(?<![\w.:/-])0[1-9]\d{7,8}(?![\w.:-])/;

/** Finds whether a line holds something that people could be found by, also in the ways that the web writes it. */
export function personalIn(names: string[]): (line: string) => boolean {
  const known = names.map((name) => {
    const word = name.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    // A short name is a word of the language too: it counts where it is all of a value.
    return name.length < 4 ? `["'=]${word}["'&]` : `(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`;
  });
  const name = known.length > 0 ? new RegExp(known.join('|'), 'u') : /(?!)/;
  return (line) =>
    readings(line).some((text) => address.test(text) || telephone.test(text) || name.test(text));
}

/** The line as it is, percent-decoded, its escapes undone, and what in it is text in base64. */
function readings(line: string): string[] {
  const plain = line
    .replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\\"', '"');
  const packed = (line.match(/[\w+/-]{12,}={0,2}/g) ?? [])
    .map((run) => Buffer.from(run, 'base64').toString())
    .filter((text) => /^[\p{L}\p{M}\p{N}\p{P}\p{S}\s]+$/u.test(text) && !text.includes('\ufffd'));
  return [line, plain, ...packed.flatMap((text) => [text, decodeURIComponentSafely(text)])];
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** What a source gives its imagined people as names: values of fields that hold one. */
export function namesIn(source: string): string[] {
  const given =
    /\b(?:first_?name|last_?name|full_?name|your-name|naam)["']?(?:: ?|=)(["'])([\p{L}][\p{L} .'-]+)\1/giu;
  return [...source.matchAll(given)].map(([, , name = '']) => name);
}

/** The lines (from 1) of what functions said that hold something of a person. Lines of SES's stand-in are not ours. */
export function personalLines(text: string, names: string[] = []): number[] {
  const personal = personalIn(names);
  return text.split('\n').flatMap((line, n) => (!line.startsWith('ses ') && personal(line) ? [n + 1] : []));
}

/** What is wrong with what functions said in a run, if anything is. That nothing was kept is wrong too. */
export function faultOf(file: string | undefined, names: string[]): string | undefined {
  const text = file && existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text === '') return `Nothing was kept of what functions said: ${file} is missing or empty.`;
  const found = personalLines(text, names);
  if (found.length === 0) return undefined;
  return `Something of a person stands in what functions said: ${file}, lines ${found.join(', ')}`;
}

/** Keeps what is said for the look at the end of the run. */
export const keep = logFile(process.env.KWEEK_LOG);

/** A log that prints nothing; `hear` may want the messages. What is said is kept, with its details. */
export function keptLog(hear: (message: string) => void = () => {}): Log {
  const tell: Log['info'] = (message, details = {}) => {
    hear(message);
    keep('test', JSON.stringify({ message, ...details }));
  };
  return { info: tell, warn: tell, error: tell };
}
