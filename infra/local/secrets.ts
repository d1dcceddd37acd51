import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readJson, writeJson } from './data-folder.ts';

/** As the functions read them: KWEEK_ID_KEY and KWEEK_LINK_KEYS. */
export type Secrets = { idKey: string; linkKeys: string };

/** The keys of this data folder, made at its first start. Throws when the file is there but unreadable. */
export function openSecrets(file?: string): Secrets {
  const key = () => randomBytes(32).toString('base64');
  const fresh = { idKey: key(), linkKeys: `k1:${key()}` };
  if (!file) return fresh;
  const kept = readJson<Secrets>(file);
  if (kept) return kept;
  // New keys beside old leads would make every lead unknown.
  if (existsSync(file)) throw new Error(`${file} cannot be read. Restore it, or start with --fresh.`);
  writeJson(file, fresh, 0o600);
  return fresh;
}
