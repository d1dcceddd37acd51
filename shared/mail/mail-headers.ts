/** SES: header name at most 126, value at most 995, together at most 996 characters, printable ASCII. */
const MAX_NAME = 126;
const MAX_VALUE = 995;
const MAX_TOGETHER = 996;
/** A tag's name and value. */
const MAX_TAG = 256;

/** `"Name" <email>`; names outside ASCII as RFC 2047 words. Never called with what a lead typed. */
export function mailbox(name: string, email: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replace(/["\\]/g, '\\$&')}" <${email}>`;
  return `${encodeWords(name)} <${email}>`;
}

/** RFC 2047: encoded words of at most 75 characters, none of which splits a character. */
function encodeWords(text: string): string {
  const MAX_BYTES = 45;
  const words: string[] = [];
  let word = '';
  for (const char of text) {
    if (Buffer.byteLength(word + char) > MAX_BYTES) {
      words.push(word);
      word = '';
    }
    word += char;
  }
  return [...words, word].map((w) => `=?UTF-8?B?${Buffer.from(w).toString('base64')}?=`).join(' ');
}

/** RFC 8058: a mailbox program unsubscribes by one POST, without asking and without following a redirect. */
export const unsubscribeHeaders = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

/** The name of the first header or tag that SES would refuse. */
export function findUnsendable(
  headers: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    const fits =
      name.length <= MAX_NAME && value.length <= MAX_VALUE && name.length + value.length <= MAX_TOGETHER;
    if (!fits || !/^[\x21-\x39\x3b-\x7e]+$/.test(name) || !/^[\x20-\x7e]+$/.test(value)) return name;
  }
  for (const [name, value] of Object.entries(tags)) {
    if (!/^[A-Za-z0-9_-]+$/.test(value) || value.length > MAX_TAG) return name;
  }
  return undefined;
}
