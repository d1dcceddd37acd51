import type { Facts } from '../../shared/domain/stage/stage.ts';
import { StageModel } from '../../shared/domain/stage/stage-model.ts';
import { DAY } from './scoring-fixture.ts';

/** A lead of whom nothing is known, with what the test says. */
export const facts = (known: Partial<Facts> = {}): Facts => ({
  grade: 'U',
  engagement: 0,
  interactions: 0,
  contentsClicked: 0,
  salesContacts: 0,
  inStateFor: 0,
  formFieldsComplete: false,
  contactable: true,
  salesTouched: false,
  repeat: false,
  coolOffRunning: false,
  ...known,
});

/** A model of the states a, b, c, d, e with these transitions. */
export const modelOf = (...transitions: unknown[]): StageModel =>
  StageModel.parse({
    id: 'letters',
    version: 2,
    field: 'lifecycle',
    shape: 'graph',
    initial: 'a',
    goal: 'e',
    states: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })),
    transitions,
  });

export const ago = (days: number): number => days * DAY;
