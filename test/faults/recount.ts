import { RulesSource } from '../../shared/actions/programme/rules-source.ts';
import {
  compareStatistics,
  recountBefore,
  recountPart,
} from '../../shared/actions/statistics/recount-statistics.ts';
import { HOLD } from '../../shared/actions/traces/hold.ts';
import { addDays, type Days } from '../../shared/domain/statistics/tally.ts';
import { keptLog } from '../logs.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;
/** Stories last some days, a soak some weeks; nothing of theirs lies further away. */
const AROUND = 60 * DAY;

/** Where the figures that reports read are not what the timelines add up to. */
export async function recountFaults({ table, stack }: Pick<World, 'table' | 'stack'>): Promise<string[]> {
  const { clock } = stack;
  const now = () => ({ programme: clock.programme(), machine: clock.machine() });
  const context = {
    table,
    clock: { now, toProgramme: (at: number) => at, toMachine: (at: number) => at },
    hold: HOLD,
    rules: new RulesSource(table),
    log: keptLog(),
  };
  const before = recountBefore(context, false);
  const days: Days = {};
  let part = await recountPart(context, before);
  for (;;) {
    addDays(days, part.days);
    // Nobody is erased in a story: there is no residue to add.
    if (!part.next || part.next === 'residue') break;
    part = await recountPart(context, before, part.next);
  }
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const [from, to] = [day(clock.programme() - AROUND), day(clock.programme() + AROUND)];
  const found = await compareStatistics(context, days, { from, to, before });
  return found.map(({ day, figure, stored, recounted }) => {
    return `${figure} of ${day} is ${stored} in the statistics and ${recounted} in the timelines`;
  });
}
