import type * as z from 'zod';
import type { Sequence } from '../../../shared/domain/sequence/sequence.ts';

/** An email, or how long to wait for the next. */
type Part = { email: string } | { wait: string };

/** One sequence for each nurture stage: who moves on leaves it, and the next one takes over. */
export const sequences = {
  awareness: sequence('awareness', 'Awareness: get acquainted', [
    { email: 'awareness-1-five-numbers' },
    { wait: 'P2D' },
    { email: 'awareness-2-follow-up' },
    { wait: 'P3D' },
    { email: 'awareness-3-one-hour' },
  ]),
  engagement: sequence('engagement', 'Engagement: work on it together', [
    { wait: 'P1D' },
    { email: 'engagement-1-ready-to-talk' },
    { wait: 'P3D' },
    { email: 'engagement-2-three-emails' },
    { wait: 'P4D' },
    { email: 'engagement-3-half-hour' },
  ]),
  endorsement: sequence('endorsement', 'Endorsement: see what it does for others', [
    { wait: 'P1D' },
    { email: 'endorsement-1-joinery' },
    { wait: 'P4D' },
    { email: 'endorsement-2-what-failed' },
    { wait: 'P5D' },
    { email: 'endorsement-3-talk' },
  ]),
};

function sequence(stage: string, title: string, parts: Part[]): z.input<typeof Sequence> {
  return {
    title,
    triggers: [{ stage }],
    exitOn: ['stageChange'],
    steps: parts.map((part, i) =>
      'email' in part
        ? { id: part.email, type: 'email', template: part.email }
        : { id: `wait-${i + 1}`, type: 'wait', for: part.wait },
    ),
  };
}
