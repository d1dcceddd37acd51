import { expect, it } from 'vitest';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { dueKey, dueShards } from '../../shared/store/keys.ts';

it('spreads the leads of a lane evenly over its shards', () => {
  const idKey = new Uint8Array(32);
  const counts = new Map(dueShards(1).map((shard) => [shard, 0]));
  for (let i = 0; i < 4_000; i++) {
    const shard = dueKey(leadIdOf(`person-${i}@voorbeeld.be`, idKey), 1);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  expect(counts.size).toBe(4);
  for (const count of counts.values()) expect(count).toBeGreaterThan(700);
});
