import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionName } from '../../infra/functions.ts';

export type Bundles = {
  folder: string;
  /** Writes a bundle; its code may call `tell(value)` to be heard by `told`. */
  write(name: FunctionName, code: string): void;
  /** What a bundle told, oldest first. */
  told<T>(name: FunctionName): T[];
  remove(): void;
};

/** A folder of tiny bundles that stand in for the product's. */
export function makeBundles(): Bundles {
  const folder = mkdtempSync(join(tmpdir(), 'kweek-bundles-'));
  const ear = (name: string) => join(folder, `${name}.told`);
  return {
    folder,
    write(name, code) {
      mkdirSync(join(folder, name), { recursive: true });
      const tell = `import { appendFileSync } from 'node:fs';
        const tell = (value) => appendFileSync(${JSON.stringify(ear(name))}, JSON.stringify(value) + '\\n');\n`;
      writeFileSync(join(folder, name, 'index.mjs'), tell + code);
      appendFileSync(ear(name), '');
    },
    told: (name) =>
      existsSync(ear(name))
        ? readFileSync(ear(name), 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line))
        : [],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
