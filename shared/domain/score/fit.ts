import type { Grade } from '../lead/condition.ts';
import type { AddressKind } from '../lead/lead.ts';
import { domainOf, isUnder } from '../signup/email-domain.ts';
import type { FitAttribute, FitCase, ScoringModel } from './scoring-model.ts';
import { hasWords } from './words.ts';

/** Who a lead is, as far as its address and its fields tell. */
export interface Profile {
  email: string;
  /** As the lists of domains have it. */
  addressKind?: AddressKind;
  fields: Record<string, string | number | boolean>;
}

/** Fit, 0 to 100, its grade, and the share (0..1) of the weight of all attributes that is known. */
export interface Fit {
  fit: number;
  grade: Grade;
  known: number;
}

/**
 * How well a lead matches the customers we look for (§2.2): the points of the first matching case of
 * each attribute. An unknown attribute is no fault, but too many of them are grade U; an excluded
 * domain is grade F whatever else is known.
 */
export function fitOf(profile: Profile, model: ScoringModel): Fit {
  const { attributes } = model.fit;
  const known = attributes.flatMap((attribute) => {
    const value = textOf(profile, attribute, model);
    return value === undefined ? [] : [{ attribute, value }];
  });
  const points = sum(known.map(({ attribute, value }) => pointsOf(attribute, value)));
  const weight = sum(attributes.map((attribute) => attribute.weight));
  const share = weight === 0 ? 0 : sum(known.map(({ attribute }) => attribute.weight)) / weight;
  const fit = Math.min(100, Math.max(0, points));
  return { fit, grade: gradeOf(profile, fit, share, model), known: share };
}

/** What each attribute adds; without points where it is not known. */
export const fitParts = (
  profile: Profile,
  model: ScoringModel,
): { attribute: string; known: boolean; points: number }[] =>
  model.fit.attributes.map((attribute) => {
    const value = textOf(profile, attribute, model);
    const points = value === undefined ? 0 : pointsOf(attribute, value);
    return { attribute: attribute.attribute, known: value !== undefined, points };
  });

function gradeOf(profile: Profile, fit: number, known: number, model: ScoringModel): Grade {
  const { grades, knownShare, excludedDomains } = model.fit;
  if (profile.addressKind === 'disposable' || isUnder(domainOf(profile.email), excludedDomains)) return 'F';
  if (known < knownShare) return 'U';
  if (fit >= grades.A) return 'A';
  if (fit >= grades.B) return 'B';
  return fit >= grades.C ? 'C' : 'D';
}

/** The value of an attribute as text; undefined when it is not known. */
function textOf(profile: Profile, { attribute }: FitAttribute, model: ScoringModel): string | undefined {
  if (attribute === 'emailDomain') {
    const domain = domainOf(profile.email);
    if (domain === '') return undefined;
    if (profile.addressKind) return 'free';
    return isUnder(domain, model.fit.freeDomains) ? 'free' : 'business';
  }
  const value = Object.hasOwn(profile.fields, attribute) ? profile.fields[attribute] : undefined;
  const text = value === undefined ? '' : String(value).normalize('NFC').trim();
  return text === '' ? undefined : text;
}

const pointsOf = (attribute: FitAttribute, value: string): number =>
  attribute.cases.find((one) => matches(one, value))?.points ?? 0;

/** Everything that a case names must be so; a case that names nothing takes every known value. */
function matches({ is, has, from, to }: FitCase, value: string): boolean {
  const number = Number(value);
  if (is && !is.some((other) => other.normalize('NFC').toLowerCase() === value.toLowerCase())) return false;
  if (has && !hasWords(value, has)) return false;
  if (from !== undefined && !(number >= from)) return false;
  return to === undefined || number <= to;
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
