import { KweekError } from '../../domain/kweek-error.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { PublishedConfig } from '../../domain/programme/config.ts';
import { flowOf, type Rules } from '../../domain/programme/rules.ts';
import type { Sequence } from '../../domain/sequence/sequence.ts';
import { readConfigDocument, readConfigPointer, readSequence } from '../../store/config.ts';
import type { Table } from '../../store/table.ts';

/** How long a published configuration is taken for the newest without asking, machine time, ms. */
const FRESH_FOR = 1_000;

/**
 * The published rules, kept in memory: half a read unit now and then tells whether something new was
 * published. Sequence versions are immutable, so each is read once per process.
 */
export class RulesSource {
  readonly #table: Table;
  readonly #idKeyCheck: string | undefined;
  readonly #now: () => number;
  readonly #pinned = new Map<string, Sequence>();
  #config: PublishedConfig | undefined;
  #askedAt = 0;
  #asking: Promise<void> | undefined;

  /** `idKeyCheck`: of the id key at hand, for those who name leads. `now`: machine time, ms. */
  constructor(table: Table, idKeyCheck?: string, now: () => number = Date.now) {
    this.#now = now;
    this.#table = table;
    this.#idKeyCheck = idKeyCheck;
  }

  /** Throws `not_configured` before the first publication. */
  async current(): Promise<Rules> {
    if (!this.#config || this.#now() - this.#askedAt > FRESH_FOR) {
      // Many leads are worked on at once: one of them asks for all.
      this.#asking ??= this.refresh().finally(() => {
        this.#asking = undefined;
      });
      await this.#asking;
    }
    const config = this.#config;
    if (!config) throw new KweekError('not_configured', 'Nothing is published yet: PUT /v1/config first.');
    return {
      config,
      sequence: (slug, version) =>
        config.sequenceVersions[slug] === version
          ? config.sequences[slug]
          : this.#pinned.get(`${slug}@${version}`),
    };
  }

  /**
   * The rules for one lead: with the older sequence versions that it is pinned to, or that it may go on from.
   * `also`: a sequence whose version is wanted whatever became of the lead in it.
   */
  async forLead(lead: Lead, also?: string): Promise<Rules> {
    const rules = await this.current();
    for (const { sequence, version, status, arm } of lead.enrollments) {
      const { migration, offer } = flowOf(rules, sequence);
      const isOffered = status === 'completed' && offer !== undefined && offer.to > version;
      if (status !== 'active' && !arm && !isOffered && sequence !== also) continue;
      if (isOffered) await this.#load(rules, sequence, offer.to);
      await this.#load(rules, sequence, version);
      if (migration && migration.to > version) await this.#load(rules, sequence, migration.to);
    }
    // Notices have their words from the version that asked for them.
    for (const { notice } of lead.requests) {
      if (notice) await this.#load(rules, notice.sequence, notice.version);
    }
    return rules;
  }

  async #load(rules: Rules, slug: string, version: number): Promise<void> {
    if (rules.sequence(slug, version)) return;
    const pinned = await readSequence(this.#table, slug, version);
    if (pinned) this.#pinned.set(`${slug}@${version}`, pinned);
  }

  /** Asks for the newest publication now. */
  async refresh(): Promise<void> {
    const askedAt = this.#now();
    const pointer = await readConfigPointer(this.#table);
    if (pointer.idKeyCheck && this.#idKeyCheck && pointer.idKeyCheck !== this.#idKeyCheck) {
      throw new KweekError(
        'id_key_mismatch',
        'The id key is not the one that leads are named with. Put the old KWEEK_ID_KEY back: with a new one every known lead would become a stranger.',
      );
    }
    if (pointer.version !== (this.#config?.version ?? 0)) {
      this.#config = (await readConfigDocument(this.#table, pointer.version)) ?? this.#config;
    }
    // Not before it is all there: whoever asks meanwhile waits, and does not get the old one.
    this.#askedAt = askedAt;
  }
}
