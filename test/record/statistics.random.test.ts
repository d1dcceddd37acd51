import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { foldStatistics } from '../../shared/actions/statistics/fold-statistics.ts';
import { readStatistics } from '../../shared/actions/statistics/read-statistics.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { addEntries, type Days, emptyTally } from '../../shared/domain/statistics/tally.ts';
import { toItem } from '../../shared/store/lead-item.ts';
import { recordedRow } from '../../shared/store/recorded.ts';
import { entriesOf } from '../../shared/store/statistic-page.ts';
import { DAY, HOUR, MINUTE } from '../domain/story.ts';
import { Life, Recorder, recordOf } from './recorder.ts';

vi.setConfig({ testTimeout: 120_000 });

const recorder = new Recorder().open();
const now = () => recorder.clock.now().machine;
const read = () => readStatistics(recorder.context, '2025-12-01', '2027-12-31');

/** A version that some lead saves at some time, and all that the stream may bring of it. */
interface Saved {
  at: number;
  version: Lead;
  record: DynamoDBRecord;
}

const saved = (version: Lead): Saved => ({
  at: version.updatedAt,
  version,
  record: recordOf(toItem(version)),
});

/** What these versions add up to, each once. */
function sumOf(versions: Iterable<Saved>): Days {
  const tally = emptyTally();
  for (const { version } of versions) {
    const { id: leadId, generation, version: number, updatedAt, activities } = version;
    const row = { leadId, generation, version: number, previous: 0, recordedAt: updatedAt, activities };
    addEntries(tally, entriesOf(recordedRow({ ...row, source: 'newsletter' })));
  }
  return tally.days;
}

const step = fc.record({
  /** How long nothing happens before it. */
  after: fc.oneof(fc.constant(0), fc.nat(3 * MINUTE), fc.nat(50 * MINUTE), fc.nat(5 * HOUR)),
  does: fc.constantFrom(
    'save',
    'save',
    'deliver',
    'deliver',
    'deliver',
    'again',
    'fold',
    'fold twice at once',
  ),
  share: fc.nat(100),
});

let histories = 0;

it('whatever the stream does within its day, and whenever somebody folds, each thing is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
      recorder.clock.later(3 * DAY);
      const before = await read();
      const history = ++histories;
      let waiting: Saved[] = [];
      const delivered = new Set<Saved>();
      let people = 0;

      const deliver = async (which: Saved[]) => {
        await recorder.deliver(
          which.map(({ record }) => record),
          1 + (which.length % 9),
        );
        waiting = waiting.filter((one) => !which.includes(one));
        for (const one of which) delivered.add(one);
      };
      const known = async () => {
        const expected = sumOf(delivered);
        const days = await read();
        for (const [day, counts] of Object.entries(expected)) {
          const old = before[day] ?? {};
          for (const [name, count] of Object.entries(counts)) {
            expect((days[day]?.[name] ?? 0) - (old[name] ?? 0), `${day} ${name}`).toBe(count);
          }
        }
      };

      for (const { after, does, share } of steps) {
        recorder.clock.later(after);
        // The stream's day: what would be forgotten comes now.
        await deliver(waiting.filter(({ at }) => at < now() - 19 * HOUR));
        const some = <T>(list: T[]) => list.filter((_, i) => (i * 37 + share) % 100 < share);
        if (does === 'save') {
          const life = new Life(`lead_v1h${history}p${++people}`, now());
          if (share % 2) life.confirm();
          await recorder.put(life.it);
          waiting.push(...life.versions.map(saved));
        }
        if (does === 'deliver') await deliver(some(waiting));
        if (does === 'again') await deliver(some([...delivered].filter(({ at }) => at > now() - 24 * HOUR)));
        if (does === 'fold') await foldStatistics(recorder.context);
        if (does === 'fold twice at once')
          await Promise.all([1, 2].map(() => foldStatistics(recorder.context)));
        if (does !== 'save') await known();
      }
      await deliver(waiting);
      await known();
      recorder.clock.later(30 * HOUR);
      await foldStatistics(recorder.context);
      await known();
      expect(await recorder.differences()).toEqual([]);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});
