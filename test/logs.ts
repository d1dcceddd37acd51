/** What people could be found by: an address, and the telephone numbers that tests give. */
const personal = /[\w.+-]+@[a-z\d-]+(\.[a-z\d-]+)+|\+32 ?4\d\d/i;

/** The lines (from 1) of what functions said that hold something of a person. Lines of SES's stand-in are not ours. */
export function personalLines(text: string): number[] {
  return text
    .split('\n')
    .flatMap((line, n) => (!line.startsWith('ses ') && personal.test(line) ? [n + 1] : []));
}
