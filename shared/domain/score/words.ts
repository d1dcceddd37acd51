const spacedLists = new WeakMap<readonly string[], string[]>();

/** Does the text hold one of these words or phrases? Whole words, in any script, without regard to case. */
export function hasWords(text: string, phrases: readonly string[]): boolean {
  const spoken = spaced(text);
  return spacedList(phrases).some((phrase) => spoken.includes(phrase));
}

/** The phrases of a list, spaced once: it is part of a model, and asked for every lead. */
function spacedList(phrases: readonly string[]): string[] {
  const list = spacedLists.get(phrases) ?? phrases.map(spaced).filter((phrase) => phrase !== '  ');
  spacedLists.set(phrases, list);
  return list;
}

/** " vice president marketing ": lower case, one space around each word, hyphens and stops gone. */
const spaced = (text: string): string =>
  ` ${(
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(' ')} `;
