/** The offered language that a tag such as `nl-BE` or `nl_NL.UTF-8` means; undefined when none does. */
export function offeredLanguage(tag: string, offered: readonly string[]): string | undefined {
  const language = tag
    .trim()
    .toLowerCase()
    .split(/[-_.@]/, 1)[0];
  return offered.find((candidate) => candidate === language);
}

/**
 * The offered language that the reader likes best, by an `Accept-Language` header (RFC 9110, 12.5.4);
 * the first offered when it likes none or does not say.
 */
export function preferredLanguage(header: string | undefined, offered: readonly string[]): string {
  const likes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
      return { tag, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of likes) {
    const language = offeredLanguage(tag, offered);
    if (language !== undefined) return language;
  }
  return offered[0] ?? 'en';
}
