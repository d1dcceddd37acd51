/** Does the text hold one of these words or phrases? Whole words, in any script, without regard to case. */
export function hasWords(text: string, phrases: readonly string[]): boolean {
  const spoken = spaced(text);
  return phrases.some((phrase) => {
    const wanted = spaced(phrase);
    return wanted !== '  ' && spoken.includes(wanted);
  });
}

/** " vice president marketing ": lower case, one space around each word, hyphens and stops gone. */
const spaced = (text: string): string =>
  ` ${(
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(' ')} `;
