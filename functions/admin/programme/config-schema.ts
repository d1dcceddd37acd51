import * as z from 'zod';
import { Condition } from '../../../shared/domain/lead/condition.ts';
import { Partial } from '../../../shared/domain/programme/partial.ts';
import { Settings } from '../../../shared/domain/programme/settings.ts';
import { Template } from '../../../shared/domain/programme/template.ts';
import { ScoringModel } from '../../../shared/domain/score/scoring-model.ts';
import { Sequence } from '../../../shared/domain/sequence/sequence.ts';
import { StepCondition } from '../../../shared/domain/sequence/step-condition.ts';
import { Form } from '../../../shared/domain/signup/form.ts';
import { Magnet } from '../../../shared/domain/signup/magnet.ts';
import { StageModel } from '../../../shared/domain/stage/stage-model.ts';
import { Slug } from '../../../shared/domain/text.ts';
import { named } from '../api/schema-name.ts';

named('Condition', Condition, { description: 'What a rule asks of a lead. Every property given must hold.' });
named('StepCondition', StepCondition, {
  description: 'What a branch asks of a lead. Every property given must hold.',
});

/** The parts of the programme, each with the name that the API's description gives it. */
export const SettingsBody = named('Settings', Settings, { description: 'Who sends, and how often at most.' });
export const FormBody = named('Form', Form, { description: 'What visitors fill in, and what for.' });
export const MagnetBody = named('Magnet', Magnet, { description: 'Something worth an email address.' });
export const TemplateBody = named('Template', Template, {
  description: 'A mail: Liquid, in one or more languages.',
});
export const SequenceBody = named('Sequence', Sequence, {
  description: 'Mails and waits, one after the other, and what starts them.',
});
export const ScoringBody = named('Scoring', ScoringModel, {
  description: 'Fit (who a lead is) and engagement (what it does).',
});
const StageModelBody = named('StageModel', StageModel, {
  description: 'States, and the transitions between them: the first that an event or time opens is taken.',
});

export const PartialBody = named('Partial', Partial, {
  description: 'A piece that templates share: `{% render "signature" %}`.',
});

/** The programme as one document, as it is published and reviewed. */
const document = {
  settings: SettingsBody,
  forms: z.record(Slug, FormBody),
  magnets: z.record(Slug, MagnetBody).default({}),
  templates: z.record(Slug, TemplateBody),
  sequences: z.record(Slug, SequenceBody),
  scoring: ScoringBody,
  stages: z.strictObject({ nurture: StageModelBody, lifecycle: StageModelBody }),
  partials: z.record(Slug, PartialBody).default({}),
};

/** What `GET` says beside the document. */
const publication = {
  version: z.int().min(0),
  publishedAt: z.iso.datetime(),
  sequenceVersions: z.record(z.string(), z.int()),
};

/** The document as it may be put: what `GET` gave is taken back as it is. */
export const ConfigToPublish = named(
  'Config',
  z.strictObject({
    ...document,
    version: publication.version.optional(),
    publishedAt: publication.publishedAt.optional(),
    sequenceVersions: publication.sequenceVersions.optional(),
  }),
);

export const ConfigInForce = named('PublishedConfig', z.strictObject({ ...document, ...publication }), {
  description: 'The document in force. `sequenceVersions` keeps the numbers of sequences that were removed.',
});

const Slugs = z.array(z.string());
const SlugChanges = z.object({ added: Slugs, changed: Slugs, removed: Slugs });

/** A `Publication`, as the API describes it. */
export const PublicationBody = named(
  'Publication',
  z.object({
    version: z.int(),
    dryRun: z.boolean(),
    changes: z.object({
      settings: z.boolean(),
      forms: SlugChanges,
      magnets: SlugChanges,
      templates: SlugChanges,
      partials: SlugChanges,
      sequences: SlugChanges,
      scoring: z.boolean(),
      stages: z.object({ nurture: z.boolean(), lifecycle: z.boolean() }),
    }),
    sequenceVersions: z.record(z.string(), z.int()),
    warnings: z.array(z.object({ pointer: z.string(), detail: z.string(), code: z.string().optional() })),
  }),
  {
    description:
      '`version` is the one in force afterwards; a dry run tells the one that would be. Nothing changed: the same as before.',
    example: {
      version: 4,
      dryRun: false,
      changes: {
        settings: false,
        forms: { added: [], changed: [], removed: [] },
        magnets: { added: [], changed: [], removed: [] },
        templates: { added: ['case-study'], changed: [], removed: [] },
        partials: { added: [], changed: [], removed: [] },
        sequences: { added: [], changed: ['engagement'], removed: [] },
        scoring: false,
        stages: { nurture: false, lifecycle: false },
      },
      sequenceVersions: { welcome: 1, engagement: 2 },
      warnings: [],
    },
  },
);
