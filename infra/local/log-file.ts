import { appendFileSync } from 'node:fs';

/** Keeps what functions say in a file, each line behind who said it; without a file nothing is kept. */
export const logFile =
  (file: string | undefined) =>
  (source: string, text: string): void => {
    if (file) appendFileSync(file, text.replaceAll(/^/gm, `${source} `).concat('\n'));
  };
