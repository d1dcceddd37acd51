import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const oldest = 17;

const advice = [
  `Kweek's local table needs Java ${oldest} or newer.`,
  '  Debian, Ubuntu:  apt-get install openjdk-17-jre-headless',
  '  macOS:           brew install openjdk',
  '  elsewhere:       install any JRE and set JAVA_HOME to its folder',
].join('\n');

/** Homebrew keeps its Java off the PATH, and macOS has a `java` that only asks to be installed. */
const homebrew = ['/opt/homebrew/opt/openjdk/bin', '/usr/local/opt/openjdk/bin'];

type Environment = Record<string, string | undefined>;

/** The `java` to run: of JAVA_HOME when that is set, else the first one found. Throws advice when there is none. */
export function findJava(env: Environment = process.env): string {
  if (env.JAVA_HOME) {
    const java = join(env.JAVA_HOME, 'bin', 'java');
    if (existsSync(java)) return java;
    throw new Error(`JAVA_HOME is ${env.JAVA_HOME}, but there is no bin/java in it.\n${advice}`);
  }
  const folders = [...homebrew, ...(env.PATH ?? '').split(delimiter).filter(Boolean)];
  const found = folders.map((folder) => join(folder, 'java')).find((path) => existsSync(path));
  if (!found) throw new Error(`No Java was found.\n${advice}`);
  return found;
}

/** Why `java` could not run DynamoDB Local: advice when it is absent or too old, else undefined. */
export async function explainJava(java: string): Promise<string | undefined> {
  const seen = await promisify(execFile)(java, ['-version']).catch(() => undefined);
  const version = seen && javaVersion(seen.stderr + seen.stdout);
  if (version === undefined) return `${java} does not run.\n${advice}`;
  return version < oldest ? `${java} is Java ${version}.\n${advice}` : undefined;
}

/** The major version in what `java -version` prints: 8 of `1.8.0_292`, 17 of `17.0.15`. */
export function javaVersion(printed: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(printed);
  return match ? Number(match[1]) : undefined;
}
