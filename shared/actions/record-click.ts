import { putMoment } from '../store/timeline.ts';
import { changeLead, findLead } from './change-lead.ts';
import type { Context } from './context.ts';
import { contentHash } from './lead-id.ts';

export interface Click {
  leadId: string;
  generation: number;
  sendId: string;
  content: string;
  sequence?: string;
  step?: string;
  index: number;
  intent?: 'high';
  /** A person's browser, as far as one can tell. */
  human: boolean;
}

/**
 * A link of ours was followed. A person's click may score and move stages; a machine's, and one of a
 * lead that left (E16), stands in the timeline and does nothing.
 */
export async function recordClick(context: Context, click: Click): Promise<'counted' | 'noted' | 'unknown'> {
  const now = context.clock.now();
  const at = now.programme;
  const { leadId, generation, sendId, content, index, sequence, step, intent, human } = click;
  const mail = { class: step ? 'nurture' : 'magnet', ...(sequence && step ? { sequence, step } : {}) };
  const lead = await findLead(context, leadId);
  if (!lead || lead.generation !== generation || lead.mailability === 'erased') return 'unknown';
  if (human) {
    const clicked = { type: 'email.clicked' as const, at, generation, sendId, content, link: index, mail };
    const done = await changeLead(context, leadId, intent ? { ...clicked, intent } : clicked, lead);
    if (done?.changed) return 'counted';
    if (done?.lead.mailability === 'erased') return 'unknown';
  }
  await putMoment(
    context.table,
    leadId,
    generation,
    contentHash('click', sendId, index, human ? 'human' : 'machine'),
    {
      type: 'email.clicked',
      at,
      sendId,
      content,
      link: index,
      ...mail,
      scored: false,
      ...(human ? {} : { machine: true }),
    },
    now.machine,
  );
  return 'noted';
}
