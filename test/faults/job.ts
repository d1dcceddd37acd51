import type { PlainCase } from './cases.ts';
import type { Pair } from './pairs.ts';

/** Work for one process of its own: it opens its machines on this DynamoDB Local, from these bundles. */
export type Job = {
  dynamodb: string;
  bundles: string;
  machines: number;
} /** `until`: begins none after it, ms. */ & (
  | { kind: 'cases'; cases: PlainCase[]; stopAtFirst: boolean; until?: number }
  | { kind: 'pairs'; seed: number; pairs: number }
);

export type Report =
  | { kind: 'outcome'; case: PlainCase; problems: string[]; fired: boolean }
  | { kind: 'pair'; pair: Pair }
  /** `problem`: the job could not be done: a clean run that is not clean. */
  | { kind: 'end'; problem?: string };
