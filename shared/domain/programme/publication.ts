import type { Problem } from '../kweek-error.ts';
import type { SequenceFlow } from '../sequence/sequence-flow.ts';
import type { Config, PublishedConfig } from './config.ts';
import { warningsOf } from './publication-warnings.ts';

/** Slugs of one kind of thing, by what a publication does to them. */
export interface SlugChanges {
  added: string[];
  changed: string[];
  removed: string[];
}

/** What a publication changes; `true` where something other than a thing with a slug changes. */
export interface ConfigChanges {
  settings: boolean;
  forms: SlugChanges;
  magnets: SlugChanges;
  templates: SlugChanges;
  partials: SlugChanges;
  sequences: SlugChanges;
  scoring: boolean;
  stages: { nurture: boolean; lifecycle: boolean };
}

/** A publication, worked out and not yet done. */
export interface Plan {
  /** What will be in force; the published one itself when nothing changes. */
  config: PublishedConfig;
  isNew: boolean;
  changes: ConfigChanges;
  /** What the marketer should know, and may well want. Pointers into the document. */
  warnings: Problem[];
}

/**
 * The publication that `config` makes after `before` (none: the first), at a time (programme, ms). Models that
 * changed get the next version unless the marketer raised it; so do sequences, whose numbers never
 * start again: those of removed sequences are kept for the day they come back. `flow`: what is done with sequences
 * beside changing them, from now on; as before, when not given.
 */
export function planPublication(
  before: PublishedConfig | undefined,
  config: Config,
  at: number,
  flow = before?.sequenceFlow,
): Plan {
  const next: Config = {
    ...config,
    scoring: raise(before?.scoring, config.scoring),
    stages: {
      nurture: raise(before?.stages.nurture, config.stages.nurture),
      lifecycle: raise(before?.stages.lifecycle, config.stages.lifecycle),
    },
  };
  const changes = changesBetween(before, next);
  const warnings = warningsOf(before, next);
  const sequenceFlow = flowsOf(next, flow);
  const isSameFlow = isSame(before?.sequenceFlow ?? {}, sequenceFlow);
  if (before && !isChange(changes) && isSameFlow) return { config: before, isNew: false, changes, warnings };
  const { added, changed } = changes.sequences;
  const numbers = before?.sequenceVersions ?? {};
  const raised = [...added, ...changed].map((slug): [string, number] => [slug, (numbers[slug] ?? 0) + 1]);
  return {
    config: {
      ...next,
      version: (before?.version ?? 0) + 1,
      publishedAt: at,
      sequenceVersions: { ...numbers, ...Object.fromEntries(raised) },
      ...(Object.keys(sequenceFlow).length > 0 ? { sequenceFlow } : {}),
    },
    isNew: true,
    changes,
    warnings,
  };
}

/** Of sequences that are there, and that something was done with. */
const flowsOf = (
  { sequences }: Config,
  flow: Record<string, SequenceFlow> = {},
): Record<string, SequenceFlow> =>
  Object.fromEntries(
    Object.entries(flow).filter(
      ([slug, of]) => Object.hasOwn(sequences, slug) && Object.values(of).some((part) => part !== undefined),
    ),
  );

function changesBetween(before: Config | undefined, after: Config): ConfigChanges {
  return {
    settings: !isSame(before?.settings, after.settings),
    forms: slugChanges(before?.forms, after.forms),
    magnets: slugChanges(before?.magnets, after.magnets),
    templates: slugChanges(before?.templates, after.templates),
    partials: slugChanges(before?.partials, after.partials),
    sequences: slugChanges(before?.sequences, after.sequences),
    scoring: !isSame(before?.scoring, after.scoring),
    stages: {
      nurture: !isSame(before?.stages.nurture, after.stages.nurture),
      lifecycle: !isSame(before?.stages.lifecycle, after.stages.lifecycle),
    },
  };
}

function slugChanges<T>(before: Record<string, T> = {}, after: Record<string, T>): SlugChanges {
  const isIn = (record: Record<string, T>) => (slug: string) => Object.hasOwn(record, slug);
  const slugs = Object.keys(after);
  return {
    added: slugs.filter((slug) => !isIn(before)(slug)),
    changed: slugs.filter(isIn(before)).filter((slug) => !isSame(before[slug], after[slug])),
    removed: Object.keys(before).filter((slug) => !isIn(after)(slug)),
  };
}

const isChange = ({ settings, scoring, stages, ...bySlug }: ConfigChanges): boolean =>
  settings ||
  scoring ||
  stages.nurture ||
  stages.lifecycle ||
  Object.values(bySlug).some(
    ({ added, changed, removed }) => added.length + changed.length + removed.length > 0,
  );

/** The model with the version that its content deserves: history names the rules it was made by. */
function raise<M extends { version: number }>(before: M | undefined, model: M): M {
  if (!before || model.version > before.version) return model;
  const kept = { ...model, version: before.version };
  return isSame(before, kept) ? kept : { ...model, version: before.version + 1 };
}

/**
 * Schemas put keys in their own order; where people choose the keys, as with languages, their order
 * means something: the first language given stands in for one that is missing.
 */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
