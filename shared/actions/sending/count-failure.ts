import type { SendOutcome } from '../../mail/ses-outcome.ts';
import type { CountName, Metrics } from '../context.ts';
import type { Changed } from '../lead/save-decision.ts';

type Kind = Extract<SendOutcome, { outcome: 'refused' }>['kind'];

const names: Record<Kind | 'unrenderable', CountName> = {
  throttled: 'Throttled',
  paused: 'SendingPaused',
  quota: 'Refused',
  config: 'Refused',
  content: 'Refused',
  unreachable: 'Refused',
  unrenderable: 'RenderFailed',
};

/** Counts a mail that did not leave; and work that is parked with it, for a person to look at. */
export function countFailure(metrics: Metrics, why: Kind | 'unrenderable', done: Changed | undefined): void {
  metrics.count(names[why]);
  const parked = done?.changed && done.lead.activities.some(({ type }) => type === 'email.parked');
  if (parked) metrics.count('Parked');
}
