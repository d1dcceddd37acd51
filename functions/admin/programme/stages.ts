import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readHistory } from '../../../shared/actions/statistics/read-history.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { kmoB2b } from '../../../shared/domain/presets/kmo-b2b.ts';
import { presets, usualHeirs } from '../../../shared/domain/presets/which-funnel.ts';
import type { Config } from '../../../shared/domain/programme/config.ts';
import type { ConfigPart } from '../../../shared/domain/programme/config-part.ts';
import { stockOf } from '../../../shared/domain/reports/stock.ts';
import { StageModel } from '../../../shared/domain/stage/stage-model.ts';
import { type Remapping, takeOver } from '../../../shared/domain/stage/switch-model.ts';
import { Slug } from '../../../shared/domain/text.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { pageOf } from '../api/paging-schema.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody } from './config-schema.ts';

type Stages = Config['stages'];

const part: ConfigPart<Stages> = {
  pointer: '/stages',
  label: 'The stages',
  read: (config) => config.stages,
  write: (config, stages) => (stages === undefined ? config : { ...config, stages }),
};

const presetIds = ['kmo-b2b', 'aida-4', 'flywheel', 'nurture-3'] as const;
const Model = z.union([z.enum(presetIds), StageModel]).openapi({
  description: 'A whole model, or the id of one that comes with the product (`GET /v1/stages/presets`).',
});
const Remap = z.record(Slug, Slug);

const StagesBody = z.strictObject({ nurture: StageModel, lifecycle: StageModel });
const StagesToPut = z.strictObject({
  nurture: Model.optional(),
  lifecycle: Model.optional(),
  remap: Remap.optional().openapi({
    description: 'Where leads go that are in a state which the new model does not have, by that state.',
  }),
});

const tags = ['Configuration'];

const exampleRemap = Object.fromEntries(
  Object.entries(usualHeirs['aida-4'] ?? {}).filter(([from]) => kmoB2b.states.some(({ id }) => id === from)),
);

const get = apiRoute(
  'GET /v1/stages',
  {
    tags,
    summary: 'Read the stage models',
    description:
      'The nurture model and the lifecycle model in force. The ETag stands for both of them alone.',
    responses: {
      200: {
        description: 'As they are in force.',
        headers: PartTag,
        content: jsonContent(StagesBody),
      },
    },
  },
  [404],
);

const Remapped = z.object({
  field: z.enum(['nurtureStage', 'lifecycle']),
  from: z.string(),
  to: z.string(),
  how: z.enum(['same', 'given', 'before']),
  leads: z.int(),
});

const put = apiRoute(
  'PUT /v1/stages',
  {
    tags,
    summary: 'Change the stage models, or switch to others',
    description:
      'Publishes the programme with these models. Every state that the new model does not have must be mapped: `remap` says to ' +
      'where. With `dryRun=true` the answer shows how many leads would go where, and nothing changes. Afterwards each lead is ' +
      'shown in its new state at once, and taken over when it is next decided on; its timeline says what the state was called.',
    request: {
      query: DryRun,
      headers: IfMatch,
      body: jsonBody(StagesToPut, { lifecycle: 'aida-4', remap: exampleRemap }),
    },
    responses: {
      200: {
        description:
          'What was published, or would be; `remapping` with the number of leads in each state, as counted so far (people who were erased included).',
        headers: PartTag.partial(),
        content: jsonContent(PublicationBody.extend({ remapping: z.array(Remapped) })),
      },
    },
  },
  [400, 409, 412, 413, 415, 422],
);

const list = apiRoute(
  'GET /v1/stages/presets',
  {
    tags,
    summary: 'Which funnel suits whom',
    description: 'The models that come with the product, whom each suits, and what it asks for.',
    responses: {
      200: {
        description: 'All of them; there are no further pages.',
        content: jsonContent(
          pageOf(
            z.object({
              id: z.string(),
              field: z.enum(['nurtureStage', 'lifecycle']),
              title: z.string(),
              suits: z.string(),
              asks: z.string(),
              model: StageModel,
            }),
          ),
        ),
      },
    },
  },
  [],
);

export function addStages(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  app.openapi(list, async (c) => {
    const results = presets.map(({ model, title, suits, asks }) => {
      const parsed = StageModel.parse(model);
      return { id: parsed.id, field: parsed.field, title, suits, asks, model: parsed };
    });
    return c.json({ results, paging: {} }, 200);
  });

  app.openapi(get, async (c) => {
    const { part: stages, etag } = await readPart(parts, part);
    c.header('etag', etag);
    return c.json(stages, 200);
  });

  app.openapi(put, async (c) => {
    const { nurture, lifecycle, remap = {} } = c.req.valid('json');
    let taken: { field: 'nurtureStage' | 'lifecycle'; remapping: Remapping[] }[] = [];
    const change = (before: Stages | undefined): Stages | undefined => {
      if (!before) return undefined;
      const done = switchTo(before, { nurture, lifecycle }, remap);
      taken = done.taken;
      return done.stages;
    };
    const { publication, etag } = await editPart(parts, part, change, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    if (etag) c.header('etag', etag);
    const { history } = await readHistory(parts.context);
    const remapping = taken.flatMap(({ field, remapping: rows }) => {
      const stock = stockOf(history, field);
      return rows.map((row) => ({ field, ...row, leads: stock.get(row.from) ?? 0 }));
    });
    return c.json({ ...publication, remapping }, 200);
  });
}

type Chosen = z.infer<typeof Model>;

/** The models as they are to be, and where the leads of those in force go. Throws `invalid`. */
function switchTo(
  before: Stages,
  asked: { nurture?: Chosen | undefined; lifecycle?: Chosen | undefined },
  remap: Record<string, string>,
) {
  const changed = (['nurture', 'lifecycle'] as const).flatMap((name) => {
    const model = modelOf(asked[name]);
    if (!model) return [];
    // One table serves both: each model takes what is its own.
    const own = Object.entries(remap).filter(([from]) => hasState(before[name], from));
    return [{ name, ...takeOver(before[name], model, Object.fromEntries(own)) }];
  });
  const strange = Object.keys(remap).filter(
    (from) => !changed.some(({ name }) => hasState(before[name], from)),
  );
  const problems = [
    ...changed.flatMap((one) => one.problems),
    ...strange.map((from) => ({ pointer: `/remap/${from}`, detail: `No lead can be in "${from}".` })),
  ];
  if (problems.length > 0)
    throw new KweekError('invalid', 'Not every lead would have a stage. Nothing was changed.', problems);
  const stages = { ...before, ...Object.fromEntries(changed.map(({ name, model }) => [name, model])) };
  const taken = changed.map(({ name, remapping }) => ({ field: before[name].field, remapping }));
  return { stages, taken };
}

const hasState = ({ states }: StageModel, state: string) =>
  states.some(({ id, formerly }) => id === state || formerly?.includes(state));

function modelOf(chosen: Chosen | undefined): StageModel | undefined {
  if (typeof chosen !== 'string') return chosen;
  const preset = presets.find(({ model }) => model.id === chosen);
  return preset && StageModel.parse(preset.model);
}
