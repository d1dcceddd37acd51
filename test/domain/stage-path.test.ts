import { describe, expect, it } from 'vitest';
import type { StagePosition } from '../../shared/domain/lead/lead.ts';
import { aida4 } from '../../shared/domain/presets/aida-4.ts';
import { flywheel } from '../../shared/domain/presets/flywheel.ts';
import { kmoB2b } from '../../shared/domain/presets/kmo-b2b.ts';
import { StageModel } from '../../shared/domain/stage/stage-model.ts';
import { pathOf, reach } from '../../shared/domain/stage/stage-path.ts';

const kmo = StageModel.parse(kmoB2b);

/** Goes from state to state, and tells what was new of each move. */
const walk = (from: string, ...states: string[]) => {
  let position: StagePosition = { state: from, since: 0 };
  return states.map((to, at) => {
    const next = reach(kmo, position, to, at);
    position = next.position;
    return { ...next.reach, furthest: position.furthest };
  });
};

describe('the path of a model', () => {
  it('leads from the first state to the goal and beyond; what leads elsewhere is a siding', () => {
    expect(pathOf(kmo)).toEqual({
      steps: ['prospect', 'lead', 'mql', 'sql', 'opportunity', 'customer'],
      after: ['loyal', 'advocate'],
      sidings: ['recycled', 'disqualified'],
    });
    expect(pathOf(StageModel.parse(flywheel)).after).toEqual(['advocate']);
    expect(pathOf(StageModel.parse(aida4)).steps.at(-1)).toBe('action');
  });
});

describe('what is new about a move', () => {
  it('a step that was never reached; and the same step once more is not', () => {
    expect(walk('lead', 'mql', 'lead', 'mql')).toEqual([
      { furthest: undefined },
      { again: true, furthest: 'mql' },
      { again: true, furthest: undefined },
    ]);
  });

  it('a way round over a siding forgets nothing', () => {
    const [, aside, back, on] = walk('mql', 'sql', 'recycled', 'mql', 'sql');
    expect(aside).toEqual({ furthest: 'sql' });
    expect(back).toEqual({ again: true, furthest: 'sql' });
    expect(on).toEqual({ again: true, furthest: undefined });
  });

  it('who skips steps has passed them, up to the goal, which is reached once', () => {
    expect(walk('lead', 'customer', 'advocate')).toEqual([
      { passed: ['mql', 'sql', 'opportunity'], goal: true, furthest: undefined },
      { furthest: undefined },
    ]);
  });
});
