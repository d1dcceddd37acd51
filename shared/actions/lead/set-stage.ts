import { KweekError } from '../../domain/kweek-error.ts';
import type { StageSet } from '../../domain/lead/lead-event.ts';
import type { Context } from '../context.ts';
import { changeLead } from './change-lead.ts';
import type { Changed } from './save-decision.ts';

/** Puts a lead into a state by hand; undefined when there is no such lead. Throws `invalid` for a state that there is not. */
export async function setStage(
  context: Context,
  leadId: string,
  set: Pick<StageSet, 'field' | 'state' | 'pinned' | 'by'>,
): Promise<Changed | undefined> {
  const { config } = await context.rules.current();
  const { states } = config.stages[set.field === 'lifecycle' ? 'lifecycle' : 'nurture'];
  if (!states.some(({ id }) => id === set.state)) {
    const detail = `"${set.state}" is not one of its states: name one of ${states.map(({ id }) => id).join(', ')}.`;
    throw new KweekError('invalid', 'There is no such state.', [
      { pointer: `/${set.field}`, detail, code: 'unknown_stage' },
    ]);
  }
  return changeLead(context, leadId, { ...set, type: 'stage.set', at: context.clock.now().programme });
}
