import { type Lift, liftOf } from './lift.ts';
import { type Share, shareOf } from './share.ts';

/** Leads that got the mails of a sequence beside those held back, by who reached its goal. */
export interface Holdout {
  mailed: Share;
  held: Share;
  lift: Lift;
  /** Either side has too few leads to say much. */
  few: boolean;
}

/** Fewer leads on a side say little. */
export const FEW = 20;

/** What a holdout shows; undefined until there are leads on both sides. `count`: as `sequence | … | arm | …` counts. */
export function holdoutOf(
  count: (arm: 'mailed' | 'held', what: 'goals' | 'leads') => number,
): Holdout | undefined {
  const [mailed, held] = (['mailed', 'held'] as const).map((arm) =>
    shareOf(count(arm, 'goals'), count(arm, 'leads')),
  );
  const lift = mailed && held && liftOf(mailed, held);
  return lift && { mailed, held, lift, few: mailed.of < FEW || held.of < FEW };
}
