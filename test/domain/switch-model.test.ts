import { describe, expect, test } from 'vitest';
import { aida4 } from '../../shared/domain/presets/aida-4.ts';
import { flywheel } from '../../shared/domain/presets/flywheel.ts';
import { kmoB2b } from '../../shared/domain/presets/kmo-b2b.ts';
import { nurture3 } from '../../shared/domain/presets/nurture-3.ts';
import { usualHeirs } from '../../shared/domain/presets/which-funnel.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { checkStages } from '../../shared/domain/stage/check-stages.ts';
import { StageModel } from '../../shared/domain/stage/stage-model.ts';
import { positionIn } from '../../shared/domain/stage/stage-remap.ts';
import { takeOver } from '../../shared/domain/stage/switch-model.ts';
import { DAY, programme, Story } from './story.ts';

const [kmo, aida, wheel, nurture] = [kmoB2b, aida4, flywheel, nurture3].map((one) =>
  StageModel.parse(one),
) as [StageModel, StageModel, StageModel, StageModel];
const heirs = (model: StageModel, before: StageModel) =>
  Object.fromEntries(
    Object.entries(usualHeirs[model.id] ?? {}).filter(([from]) =>
      before.states.some(({ id }) => id === from),
    ),
  );

describe('a model that takes over', () => {
  test.each([
    [kmo, aida],
    [aida, kmo],
    [kmo, wheel],
    [wheel, kmo],
    [aida, wheel],
    [wheel, aida],
  ])('has the usual heirs for every state of the one before', (before, after) => {
    const taken = takeOver(before, after, heirs(after, before));
    expect(taken.problems).toEqual([]);
    for (const { id } of before.states) {
      const { state } = positionIn(taken.model, { state: id, since: 1 });
      expect(after.states.map((one) => one.id)).toContain(state);
    }
    expect(checkStages({ nurture, lifecycle: taken.model })).toEqual([]);
  });

  test('remembers states of models before the one that it replaces', () => {
    const first = takeOver(kmo, aida, heirs(aida, kmo)).model;
    const second = takeOver(first, wheel, heirs(wheel, first)).model;
    expect(positionIn(second, { state: 'opportunity', since: 1, furthest: 'customer' })).toEqual({
      state: 'engage',
      since: 1,
      furthest: 'delight',
    });
  });

  test('takes a lead over when it is next decided on; its time there goes on, and figures say who moved nowhere', () => {
    const story = new Story().signup({ fields: { first_name: 'An' } });
    story.send();
    story.confirm();
    expect(story.it.lifecycle.state).toBe('lead');
    const { since } = story.it.lifecycle;
    const { model } = takeOver(kmo, aida, heirs(aida, kmo));
    const config = programme();
    story.rules = rulesOf({ ...config, stages: { ...config.stages, lifecycle: model } });
    story.later(DAY).visit();
    expect(story.it.lifecycle).toEqual({ state: 'interest', since });
    expect(story.timeline.at(-1)).toMatchObject({
      type: 'lead.stage_remapped',
      field: 'lifecycle',
      from: 'lead',
      to: 'interest',
      model: 'aida-4@1',
    });
  });
});

describe('a model is refused', () => {
  const codes = (model: unknown) =>
    checkStages({ nurture, lifecycle: StageModel.parse(model) }).map(({ pointer, code }) => [pointer, code]);
  const spin = [
    { from: 'decision', to: 'thinking', on: ['email.replied'] },
    { from: 'thinking', to: 'doubting', on: ['email.replied'] },
    { from: 'doubting', to: 'thinking', on: ['email.replied'] },
  ];
  const withSpin = (terminal: boolean) => ({
    ...aida4,
    shape: 'graph',
    states: [...aida4.states, { id: 'thinking', terminal }, { id: 'doubting', terminal }],
    transitions: [...aida4.transitions, ...spin],
  });

  test('when leads could go round for ever, unless the states end a lead’s way', () => {
    expect(codes(withSpin(false))).toEqual([
      ['/stages/lifecycle/states/4', 'closed_loop'],
      ['/stages/lifecycle/states/5', 'closed_loop'],
    ]);
    expect(codes(withSpin(true))).toEqual([]);
  });

  test('when no way leads to its goal', () => {
    const transitions = aida4.transitions.filter(({ to }) => to !== 'action');
    expect(codes({ ...aida4, transitions })).toContainEqual(['/stages/lifecycle/states/3', 'unreachable']);
  });

  test('when it takes over a state that it has, or one twice', () => {
    const states = [
      { id: 'awareness', formerly: ['lead'] },
      { id: 'interest', formerly: ['lead', 'action'] },
      ...aida4.states.slice(2),
    ];
    expect(codes({ ...aida4, states }).map(([, code]) => code)).toEqual(['duplicate', 'duplicate']);
  });
});
