import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { durationMs } from '../time/duration.ts';
import { addBusinessTime, type OfficeHours } from './business-hours.ts';
import { decided, type Handoff, named, type Promises } from './handoff.ts';

type ServiceLevel = NonNullable<StageModel['states'][number]['sla']>;

/** When sales are to have touched, decided and given back a lead that they got at `at`; ms. */
export function promisesOf(
  sla: ServiceLevel,
  at: number,
  settings: { timeZone: string; businessHours: OfficeHours },
): Promises {
  const after = (duration: string) => {
    const spent = durationMs(duration);
    return sla.calendar === 'clock'
      ? at + spent
      : addBusinessTime(at, spent, settings.businessHours, settings.timeZone);
  };
  const decideBy = after(sla.decideWithin);
  return {
    firstTouchBy: after(sla.firstTouch),
    decideBy,
    returnBy: Math.max(decideBy, after(sla.returnAfter)),
  };
}

/** When the next promise of an open hand-off is broken, unless something happens; ms. */
export function nextPromise({ handoff }: Lead): number | undefined {
  if (handoff?.status !== 'open' || !handoff.promises) return undefined;
  return Math.min(handoff.promises.returnBy, ...pending(handoff).map(({ by }) => by));
}

/**
 * What time has made of the promises: those that were broken are told of once, and a lead that nobody decided
 * on goes back (`expired`).
 */
export function watchPromises(
  lead: Lead,
  at: number,
): { lead: Lead; activities: Activity[]; expired: boolean } {
  const { handoff } = lead;
  if (handoff?.status !== 'open' || !handoff.promises) return { lead, activities: [], expired: false };
  const broken = pending(handoff).filter(({ by }) => by <= at);
  const expired = handoff.promises.returnBy <= at;
  if (broken.length === 0 && !expired) return { lead, activities: [], expired };
  const { rule, way } = handoff;
  const breached = [...(handoff.breached ?? []), ...broken.map(({ promise }) => promise)];
  const told = breached.length > 0 ? { ...handoff, breached } : handoff;
  return {
    lead: { ...lead, handoff: expired ? decided(told, 'expired', at) : told },
    activities: [
      ...broken.map(({ promise, by }) => ({ type: 'sla.breached', at, promise, dueAt: by, rule, way })),
      ...(expired ? [{ type: 'sla.expired', at, ...named(handoff, at) }] : []),
    ],
    expired,
  };
}

/** The promises that may still be broken. */
function pending({ promises, breached = [], touchedAt }: Handoff) {
  if (!promises) return [];
  const both = [
    { promise: 'first_touch' as const, by: promises.firstTouchBy },
    { promise: 'decision' as const, by: promises.decideBy },
  ];
  return both.filter(
    ({ promise }) => !breached.includes(promise) && (promise === 'decision' || touchedAt === undefined),
  );
}
