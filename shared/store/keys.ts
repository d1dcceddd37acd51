import { suppressionOf } from '../domain/decide/erasure.ts';
import type { Lane, Lead } from '../domain/lead/lead.ts';
import { isLive } from '../domain/sales/handoff.ts';

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

/** The queue of sales: hand-offs that wait (`open`) or are worked on (`accepted`), by when they were opened. */
export const handoffKey = ({ handoff }: Pick<Lead, 'handoff'>): { hq?: string; ha?: number } =>
  isLive(handoff) ? { hq: handoff.status, ha: handoff.openedAt } : {};

/** Who must not be written to, by why and since when; erased leads too. */
export const suppressionKey = (
  lead: Pick<Lead, 'mailability' | 'suppression' | 'suppressedAt' | 'updatedAt'>,
): { sq?: string; sa?: number } => {
  const reason = lead.mailability === 'erased' ? lead.suppression : suppressionOf(lead);
  return reason ? { sq: reason, sa: lead.suppressedAt ?? lead.updatedAt } : {};
};

/** The month a lead was created in, UTC: `2026-11`. */
export const monthKey = (at: number) => new Date(at).toISOString().slice(0, 7);

export const configKey = { pk: 'config', sk: 'current' };
export const configDocumentKey = (version: number) => ({
  pk: 'config',
  sk: `v${String(version).padStart(9, '0')}`,
});
export const sequenceKey = (slug: string, version: number) => ({ pk: `sequence#${slug}`, sk: `v${version}` });

/** A sequence that is being written and not published. */
export const draftKey = (slug: string) => ({ pk: 'drafts#sequences', sk: slug });

export const rateKey = { pk: 'sending', sk: 'rate' };
export const controlKey = { pk: 'sending', sk: 'control' };
/** How many mails left when, and which of the last bounced or were complained of. */
export const marksKey = { pk: 'sending', sk: 'marks' };
export const blowsKey = { pk: 'sending', sk: 'blows' };
export const healthKey = { pk: 'sending', sk: 'health' };
/** How far leads were looked through, after something was done with a sequence: those with work, or all. */
export const tourKey = (of: 'work' | 'all') => ({ pk: 'sending', sk: of === 'work' ? 'tour' : 'tour#all' });

/** A key of the API, under its own id. */
export const apiKeyKey = (id: string) => ({ pk: 'keys', sk: id });
/** What a request with an Idempotency-Key was answered: under a hash of that key and of who asked. */
export const idempotencyKey = (hash: string) => ({ pk: `answer#${hash}`, sk: 'answer' });

/** Statistics: when folding is next due and how far it came. Slots are machine times, ms (domain/statistics-time.ts). */
export const foldingKey = { pk: 'statistics', sk: 'folding' };
/** That a slot got a page when nobody would look for one any more. */
export const lateSlotKey = (slot: number) => ({ pk: 'statistics', sk: `late#${minuteOf(slot)}` });
/** What was recorded in one slot, one page a batch, under a key made of its content. Slots sort by time. */
export const pageKey = (slot: number, contentHash: string) => ({
  pk: pagesOf(slot),
  sk: `${minuteOf(slot)}#${contentHash}`,
});
/** All pages of the (machine) day that a slot is in. */
export const pagesOf = (slot: number) => `pages#${minuteOf(slot).slice(0, 10)}`;
/** The figures of one slot, as long as it is open. */
export const openSlotKey = (slot: number) => ({ pk: 'statistics#open', sk: minuteOf(slot) });
/** The figures of one day of the programme, out of sealed slots; a year's days stand together. */
export const totalKey = (day: string) => ({ pk: `statistics#${day.slice(0, 4)}`, sk: day });

/** `2026-11-22T19:20`, and back. */
export const minuteOf = (at: number) => new Date(at).toISOString().slice(0, 16);
export const timeOf = (minute: string) => Date.parse(`${minute}Z`);

/** What erased lives leave to the statistics: under a token while more may come, then by day under no name. */
export const pendingResidueKey = (token: string, contentHash: string) => ({
  pk: 'residue#open',
  sk: `${token}#${contentHash}`,
});
export const residueKey = (day: string, id: string) => ({
  pk: `residue#${day.slice(0, 4)}`,
  sk: `${day}#${id}`,
});

/** A mail to a colleague, and how many there were in an hour (`2026-11-22T19`). */
export const colleagueMailKey = (id: string) => ({ pk: id, sk: 'mail' });
export const colleagueMailsKey = (hour: string) => ({ pk: 'sending', sk: `colleagues#${hour}` });

/** How many confirmation mails one source set off in one window of time; the source is a keyed hash. */
export const sourceKey = (source: string, window: number) => ({ pk: `source#${source}`, sk: `w${window}` });

/** In the log of erasures, a table of its own: one entry a person. */
export const erasureKey = (leadId: string) => ({ pk: 'erased', sk: leadId });

/** A newsletter on its way through the leads; in the due index until it is done. */
export const newsletterKey = (id: string) => ({ pk: id, sk: 'newsletter' });

/** That there is a newsletter, in a list of all of them; sorts by when they began. */
export const newslettersPartition = 'newsletters';
export const newsletterEntryKey = (id: string, startedAt: number) => ({
  pk: newslettersPartition,
  sk: `${new Date(startedAt).toISOString()}#${id}`,
});

/** What was taken for spam, form by form; sorts by time. */
export const spamPartition = (form: string) => `spam#${form}`;
export const spamKey = (form: string, at: number, id: string) => ({
  pk: spamPartition(form),
  sk: `${new Date(at).toISOString()}#${id}`,
});
export const asideKey = (source: string, contentHash: string) => ({ pk: `aside#${source}`, sk: contentHash });

/** By the last character of a lead's id that is as good as random: the very last one holds only three bits. */
function shardOf(leadId: string): number {
  return (leadId.codePointAt(leadId.length - 2) ?? 0) % SHARDS;
}
