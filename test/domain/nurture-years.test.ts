import { expect, test } from 'vitest';
import type { StagePosition } from '../../shared/domain/lead/lead.ts';
import { nurture3 } from '../../shared/domain/presets/nurture-3.ts';
import { addScoringEvent, type EngagementState } from '../../shared/domain/score/engagement.ts';
import { engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { type Facts, moves, nextStageCheck } from '../../shared/domain/stage/stage.ts';
import { withEffects } from '../../shared/domain/stage/stage-effects.ts';
import { StageModel } from '../../shared/domain/stage/stage-model.ts';
import { D0, DAY, day, event, nothing, model as scoring } from './scoring-fixture.ts';
import { facts } from './stage-fixture.ts';

const model = StageModel.parse(nurture3);

/** A lead that clicks a new mail on these days, looked at each day and at each time that was announced; its stages. */
function live(clicks: number[], days: number): { stages: string[]; looks: number } {
  let position: StagePosition = { state: 'awareness', since: D0 };
  let counts = { interactions: 0, contentsClicked: 0 };
  let engagement: EngagementState = nothing;
  const stages: string[] = [];
  let looks = 0;

  const look = (at: number, cause?: Facts['event']) => {
    const known = facts({ ...counts, engagement: engagementAt(engagement, scoring, at), event: cause });
    const moved = moves(model, position, known, at);
    position = moved.position;
    const { interactions, contentsClicked } = withEffects(known, moved.effects);
    counts = { interactions, contentsClicked };
    for (const hop of moved.hops) stages.push(`${hop.to} on day ${Math.round((at - D0) / DAY)}`);
    return nextStageCheck(model, position, engagement, scoring, known, at);
  };

  let announced = look(D0);
  for (let n = 1; n <= days; n++) {
    while (announced !== undefined && announced < day(n)) {
      looks++;
      announced = look(announced);
    }
    if (clicks.includes(n)) {
      engagement = addScoringEvent(
        engagement,
        event('email.clicked', n, { subject: `m${n}` }),
        scoring,
        day(n),
      ).state;
      counts = { interactions: counts.interactions + 1, contentsClicked: counts.contentsClicked + 1 };
    }
    announced = look(day(n), clicks.includes(n) ? 'email.clicked' : undefined);
  }
  return { stages, looks };
}

test('two old clicks lift a lead once: when it has fallen back, it stays back', () => {
  expect(live([1, 2], 700).stages).toEqual(['engagement on day 2', 'awareness on day 9']);
});

test('… until it clicks twice more; one click is not enough', () => {
  expect(live([1, 2, 100], 700).stages).toEqual(['engagement on day 2', 'awareness on day 9']);
  expect(live([1, 2, 100, 200], 700).stages).toEqual([
    'engagement on day 2',
    'awareness on day 9',
    'engagement on day 200',
    'awareness on day 207',
  ]);
});

test('three old contents lift a lead to endorsement once', () => {
  expect(live([1, 2, 3], 700).stages).toEqual([
    'engagement on day 2',
    'endorsement on day 3',
    'engagement on day 10',
    'awareness on day 17',
  ]);
});

test('a lead that goes on clicking stays where it is', () => {
  const weekly = Array.from({ length: 100 }, (_, n) => 1 + n * 7);
  const { stages } = live(weekly, 700);
  expect(stages[0]).toBe('engagement on day 8');
  expect(stages.filter((s) => s.startsWith('awareness'))).toEqual([]);
});

test('a lead at rest is not looked at', () => {
  expect(live([], 700).looks).toBe(0);
  expect(live([1, 2], 700).looks).toBeLessThanOrEqual(2);
});
