import { momentsOf, type Spell } from './spell.ts';

export interface SurvivalStep {
  time: number;
  atRisk: number;
  ended: number;
  /** The share that lasts longer than `time`. */
  survival: number;
  /** Of `survival`; 0 once nobody is left, where it cannot be told. */
  variance: number;
}

/**
 * How long stays last, whatever they lead to, with those that still last: Ŝ(t) = Π (1 − d/n), Kaplan and Meier, JASA 53
 * (1958); variance Ŝ²·Σ d / (n·(n − d)), Greenwood (1926). One step for each time at which stays ended.
 */
export function kaplanMeier(spells: readonly Spell[]): SurvivalStep[] {
  let survival = 1;
  let greenwood = 0;
  return momentsOf(spells).map(({ time, atRisk, ended: exits }) => {
    const ended = [...exits.values()].reduce((total, count) => total + count, 0);
    survival *= (atRisk - ended) / atRisk;
    greenwood += survival > 0 ? ended / (atRisk * (atRisk - ended)) : 0;
    return { time, atRisk, ended, survival, variance: survival ** 2 * greenwood };
  });
}

/** Products of fractions that make exactly ½ may come out a little above. */
const ROUNDING = 1e-12;

/**
 * The first time by which at least `share` of the stays had ended; undefined when fewer did. Unlike the mean of the stays
 * that are over, it does not favour short ones.
 */
export const timeUntil = (curve: readonly SurvivalStep[], share: number): number | undefined =>
  curve.find(({ survival }) => survival <= 1 - share + ROUNDING)?.time;

export const medianTime = (curve: readonly SurvivalStep[]): number | undefined => timeUntil(curve, 0.5);
