import { expect, it } from 'vitest';
import { readStatistics } from '../../shared/actions/statistics/read-statistics.ts';
import type { SalesTold } from '../../shared/domain/lead/lead-event.ts';
import { addCounts } from '../../shared/domain/statistics/tally.ts';
import { HOUR, MINUTE } from '../domain/story.ts';
import { Life, Recorder, shuffled } from './recorder.ts';

const recorder = new Recorder().open();

/** From a signup to a second purchase; one in three is rejected instead. */
function sold(number: number, start: number): Life {
  const life = new Life(`lead_v1sold${String(number).padStart(22, 'a')}`, start);
  const tell = (event: SalesTold['event'], more: Partial<SalesTold> = {}) =>
    life.later(10 * MINUTE).tell({ ...more, type: 'sales.told', event, at: life.now });
  const buy = (externalId: string, value: number) =>
    life.tell({ type: 'conversion.recorded', at: life.now, externalId, value, currency: 'EUR' });
  life.later(MINUTE).confirm();
  life.later(MINUTE).tell({ type: 'event.posted', event: 'demo.requested', at: life.now, id: 'demo' });
  if (number % 3 === 0) tell('sales.rejected', { reason: 'no_budget' });
  else {
    tell('sales.accepted');
    tell('sales.contacted', { channel: 'phone' });
    tell('sales.assessed', { assessment: 'positive', value: 400_000, currency: 'EUR' });
    tell('deal.won');
    buy('one', 400_000);
    buy('two', 4_995);
    life.tell({ type: 'event.posted', event: 'nps.answered', at: life.now, id: 'nps', score: 9 });
  }
  return life;
}

it('what sales and customers did is counted once each, and a recount of the timelines finds the same', async () => {
  const start = recorder.clock.now().programme;
  const lives = Array.from({ length: 12 }, (_, number) => sold(number, start + number * MINUTE));
  recorder.clock.later(3 * HOUR);
  for (const life of lives) await recorder.put(life.it);
  const records = lives.flatMap((life) => life.records);
  await recorder.deliver(shuffled([...records, ...records.slice(0, 40)], 3), 13);

  expect(await recorder.differences()).toEqual([]);
  const counts = {};
  const days = await readStatistics(recorder.context, '2025-12-01', '2027-12-31');
  for (const day of Object.values(days)) addCounts(counts, day);
  expect(counts).toMatchObject({
    'handoff|kmo-b2b@1#2|asked|opened': 12,
    'handoff|kmo-b2b@1#2|asked|accepted': 8,
    'handoff|kmo-b2b@1#2|asked|rejected|no_budget': 4,
    'handoff|kmo-b2b@1#2|asked|won': 8,
    'deal|EUR|value|won': 8 * 400_000,
    'conversion|EUR|value': 8 * 404_995,
    'conversion|EUR|repeat_value': 8 * 4_995,
    'conversion|EUR|sourced_count': 16,
    'source|newsletter|converted|EUR|position_value': 8 * 404_995,
    'customer|new': 8,
    'nps|9': 8,
  });
});
