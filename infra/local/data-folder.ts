import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What a JSON file holds, or undefined when it is absent or broken off. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Writes a JSON file whole or not at all. */
export function writeJson(file: string, value: unknown, mode = 0o644): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value)}\n`, { mode });
  renameSync(`${file}.new`, file);
}
