const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** How many characters a reader sees: an emoji with a skin tone is one. */
export const countGraphemes = (text: string): number => [...segmenter.segment(text)].length;

/** At most `length` of them, `ellipsis` included when something was cut. */
export function takeGraphemes(text: string, length: number, ellipsis = '…'): string {
  // Never more visible characters than code units: most texts are done here.
  if (text.length <= length) return text;
  const seen = Array.from(segmenter.segment(text), (s) => s.segment);
  if (seen.length <= length) return text;
  return seen.slice(0, Math.max(0, length - countGraphemes(ellipsis))).join('') + ellipsis;
}
