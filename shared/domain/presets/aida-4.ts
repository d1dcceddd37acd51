import type * as z from 'zod';
import type { StageModel } from '../stage/stage-model.ts';

/** The classic sales funnel (§3.3): awareness → interest → decision → action, forward only; a purchase ends it from anywhere. */
export const aida4: z.input<typeof StageModel> = {
  id: 'aida-4',
  version: 1,
  field: 'lifecycle',
  shape: 'linear',
  initial: 'awareness',
  goal: 'action',
  states: [
    { id: 'awareness', label: { en: 'Awareness', nl: 'Bewustzijn', fr: 'Attention', de: 'Aufmerksamkeit' } },
    { id: 'interest', label: { en: 'Interest', nl: 'Interesse', fr: 'Intérêt', de: 'Interesse' } },
    { id: 'decision', label: { en: 'Decision', nl: 'Beslissing', fr: 'Décision', de: 'Entscheidung' } },
    { id: 'action', label: { en: 'Action', nl: 'Actie', fr: 'Action', de: 'Handlung' } },
  ],
  transitions: [
    { from: 'awareness', to: 'interest', on: ['magnet.requested', 'webinar.registered'] },
    {
      from: 'interest',
      to: 'decision',
      when: { any: [{ event: ['trial.started', 'demo.requested'] }, { engagement: { gte: 50 } }] },
    },
    { from: ['awareness', 'interest', 'decision'], to: 'action', on: ['conversion.recorded'] },
  ],
};
