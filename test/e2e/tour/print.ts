import type { Check, Listener } from './tour.ts';

/** Columns of what was looked at and of what was expected; longer ones push the rest along. */
const wide = { what: 42, expected: 44 };

const colours = { green: 32, red: 31, dim: 2, bold: 1 } as const;

/** Tells the tour in a terminal, or without colours into a file. */
export function printer(say: (line: string) => void, coloured: boolean): Listener {
  const paint = (colour: keyof typeof colours, text: string) =>
    coloured ? `\x1b[${colours[colour]}m${text}\x1b[0m` : text;
  return {
    chapter(number, { title, story }) {
      say('');
      say(paint('bold', `${number}  ${title}`));
      say(`   ${story}`);
      say(paint('dim', `     ${''.padEnd(wide.what)}  ${'expected'.padEnd(wide.expected)}  seen`));
    },
    check({ what, expected, seen, holds }) {
      const mark = holds ? paint('green', '✓') : paint('red', '✗');
      const shown = holds ? seen : paint('red', seen);
      say(`   ${mark} ${what.padEnd(wide.what)}  ${expected.padEnd(wide.expected)}  ${shown}`);
    },
    waiting(what, seconds) {
      say(paint('dim', `   … ${what}: in about ${Math.round(seconds)} s`));
    },
  };
}

/** The last words: how many held, and which did not. */
export function summary(checks: Check[]): string {
  const failed = checks.filter(({ holds }) => !holds);
  if (failed.length === 0) return `All ${checks.length} as expected.`;
  const lines = failed.map(({ what, expected, seen }) => `  ✗ ${what}: expected ${expected}, seen ${seen}`);
  return [`${failed.length} of ${checks.length} not as expected:`, ...lines].join('\n');
}
