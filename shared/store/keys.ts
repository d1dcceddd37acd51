import type { Lane } from '../domain/lead.ts';

/** Every key of the table, in one place. `docs/data.md` says which question each answers. No personal data in any. */

/** How many partitions each lane of the due index has. */
export const SHARDS = 4;

export const leadKey = (leadId: string) => ({ pk: leadId, sk: 'lead' });

/** One row per version that caused something; versions sort as text. */
export const rowKey = (leadId: string, generation: number, version: number) => ({
  pk: leadId,
  sk: `t#${generation}#v${String(version).padStart(9, '0')}`,
});

/** A moment that did not change the lead, under a key made of its content: the same again is the same row. */
export const momentKey = (leadId: string, generation: number, contentHash: string) => ({
  pk: leadId,
  sk: `t#${generation}#m${contentHash}`,
});

export const timelinePrefix = 't#';

/** The due index: `lane#shard`, by time. */
export const dueKey = (leadId: string, lane: Lane) => `${lane}#${shardOf(leadId)}`;

export const dueShards = (lane: Lane): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => `${lane}#${shard}`);

/** The month a lead was created in, UTC: `2026-11`. */
export const monthKey = (at: number) => new Date(at).toISOString().slice(0, 7);

export const configKey = { pk: 'config', sk: 'current' };
export const configDocumentKey = (version: number) => ({
  pk: 'config',
  sk: `v${String(version).padStart(9, '0')}`,
});
export const sequenceKey = (slug: string, version: number) => ({ pk: `sequence#${slug}`, sk: `v${version}` });

export const rateKey = { pk: 'sending', sk: 'rate' };
export const controlKey = { pk: 'sending', sk: 'control' };
export const healthKey = { pk: 'sending', sk: 'health' };

export const spamKey = (form: string, at: number, id: string) => ({
  pk: `spam#${form}`,
  sk: `${new Date(at).toISOString()}#${id}`,
});
export const asideKey = (source: string, contentHash: string) => ({ pk: `aside#${source}`, sk: contentHash });

/** By the last character of a lead's id that is as good as random: the very last one holds only three bits. */
function shardOf(leadId: string): number {
  return (leadId.codePointAt(leadId.length - 2) ?? 0) % SHARDS;
}
