import * as z from 'zod';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import type { Tweak } from '../../../shared/domain/reports/bottleneck.ts';
import type { DealFigures } from '../../../shared/domain/reports/deals.ts';
import type { History } from '../../../shared/domain/reports/history.ts';
import { addDays } from '../../../shared/domain/reports/history.ts';
import { lenses } from '../../../shared/domain/reports/lens.ts';
import type { StageModel } from '../../../shared/domain/stage/stage-model.ts';
import { formats } from './answer.ts';

/** Parameters that reports share. */
export const format = z.enum(formats).optional().openapi({
  description: 'The form of the answer; when not given, what `Accept` asks for.',
});
export const language = z
  .string()
  .regex(/^[a-z]{2}$/)
  .default('en')
  .openapi({
    description: 'Of the labels of stages.',
  });
const day = z.iso.date().optional();

export const windowQuery = {
  from: day.openapi({
    description: 'The first day; half a year back, when not given.',
    example: '2026-06-01',
  }),
  to: day.openapi({ description: 'The last day; today, when not given.', example: '2026-11-30' }),
};

export const valueQuery = {
  value: z.coerce.number().min(0).max(1e12).optional().openapi({
    description: 'What a deal is worth on average; when not given, what deals were worth.',
  }),
  value_sd: z.coerce.number().min(0).max(1e12).default(0).openapi({
    description: 'By how much deals differ, with `value`.',
  }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR')
    .openapi({ description: 'Of `value`.' }),
};

export const lens = z.enum(lenses).default('sales').openapi({
  description:
    '`sales`: to the first purchase; `marketing`: and beyond; `nurture`: the stages of mails; `flywheel`: attract, engage, delight, advocate.',
});

/** The days that were asked for; half a year when none were. Throws `invalid` when they are the wrong way round. */
export function windowOf(
  history: History,
  { from, to }: { from?: string | undefined; to?: string | undefined },
) {
  const end = to ?? history.asOf;
  const begin = from ?? addDays(end, -181);
  if (begin > end) throw refuse('from', 'This lies behind `to`.');
  return { from: begin, to: end };
}

/** The value of a deal that was given with the request. */
export const givenValue = (query: {
  value?: number | undefined;
  value_sd: number;
  currency: string;
}): DealFigures | undefined =>
  query.value === undefined
    ? undefined
    : { currency: query.currency, count: 0, mean: query.value, sd: query.value_sd, from: 'given' };

const refuse = (parameter: string, detail: string) =>
  new KweekError('invalid', 'A parameter is not as it must be.', [{ pointer: `/${parameter}`, detail }]);

/** Which leads alone; throws `invalid` when several ways are named, since they are counted one by one. */
export function onlyOf(query: { [by in 'source' | 'form' | 'sequence']?: string | undefined }) {
  const named = (['source', 'form', 'sequence'] as const).filter((by) => query[by] !== undefined);
  const [by, second] = named;
  if (second) throw refuse(second, `Ask by ${by} or by ${second}: they are counted apart.`);
  return by ? { by, value: query[by] ?? '' } : undefined;
}

/** A state of a model; throws `invalid` when it has none of this name. */
export function stageOf({ states }: StageModel, name: string, parameter: string): string {
  if (states.some(({ id }) => id === name)) return name;
  const names = states.map(({ id }) => `"${id}"`).join(', ');
  throw refuse(parameter, `There is no stage "${name}"; there are ${names}.`);
}

/** The one change to reckon with, if there is one; throws `invalid` when it leads nowhere. */
export function whatIfOf(
  model: StageModel,
  query: { [stage in 'from_stage' | 'to_stage' | 'instead']?: string | undefined } & { factor: number },
): Tweak | undefined {
  const { from_stage, to_stage, factor, instead } = query;
  if (from_stage === undefined && to_stage === undefined) return undefined;
  if (from_stage === undefined) throw refuse('from_stage', 'Say which step: from where.');
  if (to_stage === undefined) throw refuse('to_stage', 'Say which step: to where.');
  const from = stageOf(model, from_stage, 'from_stage');
  const to = stageOf(model, to_stage, 'to_stage');
  const leads = model.transitions.some((t) => [t.from].flat().includes(from) && t.to === to);
  if (!leads || from === to) throw refuse('to_stage', `The model lets nobody go from "${from}" to "${to}".`);
  return { from, to, factor, ...(instead ? { instead: stageOf(model, instead, 'instead') } : {}) };
}
