/** Long lists of words that people can still read: each line is split at its commas. */
export const listed = (...lines: string[]): string[] => lines.flatMap((line) => line.split(', '));
