import type { Sequence } from '../sequence/sequence.ts';
import type { SequenceFlow } from '../sequence/sequence-flow.ts';
import type { Config, PublishedConfig } from './config.ts';

/** All that deciding needs to know: what is published, and the older versions that leads are pinned to. */
export interface Rules {
  config: PublishedConfig;
  /** The immutable version of a sequence; undefined when it was never published. */
  sequence(slug: string, version: number): Sequence | undefined;
}

/** Rules for a document that nobody is pinned to an older version of: previews, rehearsals, tests. */
export function rulesOf(config: Config, version = 1): Rules {
  const sequenceVersions = Object.fromEntries(Object.keys(config.sequences).map((slug) => [slug, 1]));
  return {
    config: { ...config, version, publishedAt: 0, sequenceVersions },
    sequence: (slug) => config.sequences[slug],
  };
}

/** What a marketer did with a sequence beside changing it; empty when nothing. */
export const flowOf = (rules: Rules, slug: string): SequenceFlow => {
  const flows = rules.config.sequenceFlow;
  return (flows && Object.hasOwn(flows, slug) ? flows[slug] : undefined) ?? {};
};
