import * as z from 'zod';
import { ScoringModel } from '../score/scoring-model.ts';
import { Sequence } from '../sequence/sequence.ts';
import type { SequenceFlow } from '../sequence/sequence-flow.ts';
import { Form } from '../signup/form.ts';
import { Magnet } from '../signup/magnet.ts';
import { StageModel } from '../stage/stage-model.ts';
import { Slug } from '../text.ts';
import { Partial } from './partial.ts';
import { Settings } from './settings.ts';
import { Template } from './template.ts';

/** The whole programme as one document, as a marketer puts it. Names across it are checked by `checkConfig`. */
export const Config = z.strictObject({
  settings: Settings,
  forms: z.record(Slug, Form),
  magnets: z.record(Slug, Magnet).default({}),
  templates: z.record(Slug, Template),
  sequences: z.record(Slug, Sequence),
  scoring: ScoringModel,
  stages: z.strictObject({ nurture: StageModel, lifecycle: StageModel }),
  /** Pieces that templates share. */
  partials: z.record(Slug, Partial).default({}),
});
export type Config = z.infer<typeof Config>;

/** What is in force: the document, the number of its publication, and each sequence's own version. */
export interface PublishedConfig extends Config {
  version: number;
  /** Programme time, ms. */
  publishedAt: number;
  sequenceVersions: Record<string, number>;
  /** What was done with sequences beside changing them: paused, archived, leads taken over. */
  sequenceFlow?: Record<string, SequenceFlow>;
}
