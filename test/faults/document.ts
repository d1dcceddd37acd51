import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';

const file = new URL('../../docs/faults.md', import.meta.url);

/** When and at which commit a run began, for its tables. */
export function stamp(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}`;
}

/** Puts a run's tables into docs/faults.md, between `<!-- name -->` and `<!-- /name -->`. */
export async function writeBlock(name: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const document = await readFile(file, 'utf8');
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/faults.md has no place for ${name}`);
  await writeFile(file, `${before}${begin}\n\n${text.trim()}\n\n${end}${after}`);
}

/** A Markdown table. */
export const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |`)
    .join('\n');
