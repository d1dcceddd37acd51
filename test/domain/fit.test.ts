import { describe, expect, test } from 'vitest';
import { fitOf, type Profile } from '../../shared/domain/score/fit.ts';
import { scoreOf } from '../../shared/domain/score/score.ts';
import { ScoringModel } from '../../shared/domain/score/scoring-model.ts';
import { day, event, model, nothing, stateOf } from './scoring-fixture.ts';

const person = (fields: Profile['fields'], email = 'an@gmail.com'): Profile => ({ email, fields });

/** A model with these attributes alone, each of them worth knowing. */
const fitModel = (fit: Partial<ScoringModel['fit']>): ScoringModel => ({
  ...model,
  fit: { ...model.fit, attributes: [], excludedDomains: [], freeDomains: ['gmail.com'], ...fit },
});
const casesModel = (...cases: ScoringModel['fit']['attributes'][number]['cases']): ScoringModel =>
  fitModel({ attributes: [{ attribute: 'value', weight: 1, cases }] });

describe('each row of the fit table', () => {
  test.each<[string, Profile, number]>([
    ['a business address is worth 20', person({}, 'an@voorbeeld.be'), 20],
    ['a free address is worth nothing', person({}, 'an@gmail.com'), 0],
    ['an owner is worth 25', person({ job_title: 'Owner' }), 25],
    ['a C-level is worth 25', person({ job_title: 'CFO' }), 25],
    ['a zaakvoerder is worth 25', person({ job_title: 'Zaakvoerder' }), 25],
    ['a gérante is worth 25', person({ job_title: 'gérante' }), 25],
    ['a Geschäftsführer is worth 25', person({ job_title: 'Geschäftsführer' }), 25],
    ['a director is worth 20', person({ job_title: 'Director Operations' }), 20],
    ['a vice-president is worth 20, not 25', person({ job_title: 'Vice-President Operations' }), 20],
    ['a head is worth 20', person({ job_title: 'Head of Finance' }), 20],
    ['a manager is worth 15', person({ job_title: 'Plant Manager' }), 15],
    ['a specialist is worth 5', person({ job_title: 'Payroll specialist' }), 5],
    ['an assistant of the CEO is no CEO', person({ job_title: 'Assistant to the CEO' }), 5],
    ['a product owner is no owner', person({ job_title: 'Product Owner' }), 5 + 5],
    ['an intern verkoper is no intern', person({ job_title: 'Intern verkoper' }), 5 + 15],
    ['a target function is worth 15', person({ job_title: 'Marketing' }), 15],
    ['an adjacent function is worth 5', person({ job_title: 'Communicatie' }), 5],
    ['a title may say both', person({ job_title: 'Marketing Manager' }), 30],
    ['a company in the target size is worth 20', person({ company_size: 10 }), 20],
    ['… at its upper end', person({ company_size: '249' }), 20],
    ['… as a band', person({ company_size: '51-200' }), 20],
    ['an adjacent size is worth 10', person({ company_size: 250 }), 10],
    ['a much larger one is worth nothing', person({ company_size: 1000 }), 0],
    ['a target industry is worth 10', person({ industry: 'Computer software' }), 10],
    ['a tier-1 country is worth 10', person({ country: 'België' }), 10],
  ])('%s', (_, profile, fit) => {
    expect(fitOf(profile, model).fit).toBe(fit);
  });

  test.each(['Student', 'Marketing Intern', 'stagiair', 'Étudiante', 'Praktikant'])(
    'a %s costs 25',
    (job_title) => {
      const known = { company_size: 50, country: 'BE', industry: 'software' };
      const without = fitOf(person(known, 'an@voorbeeld.be'), model).fit;
      const bonus = job_title.includes('Marketing') ? 15 : 0;
      expect(fitOf(person({ ...known, job_title }, 'an@voorbeeld.be'), model).fit).toBe(without - 25 + bonus);
    },
  );

  test('the best of all is worth 100', () => {
    const best = { job_title: 'Founder, marketing', company_size: 50, industry: 'software', country: 'NL' };
    expect(fitOf(person(best, 'an@voorbeeld.be'), model)).toEqual({ fit: 100, grade: 'A', known: 1 });
  });

  test('fit is never below 0', () => {
    expect(fitOf(person({ job_title: 'student' }), model).fit).toBe(0);
  });
});

describe('grades', () => {
  const graded = (points: number) => fitOf(person({ value: 'x' }), casesModel({ points })).grade;

  test.each([
    [75, 'A'],
    [74.9, 'B'],
    [50, 'B'],
    [49.9, 'C'],
    [25, 'C'],
    [24.9, 'D'],
    [-10, 'D'],
  ])('a fit of %d is a %s', (points, grade) => {
    expect(graded(points)).toBe(grade);
  });

  test('who is known by address alone is a U: unknown is not bad', () => {
    expect(fitOf(person({}, 'an@voorbeeld.be'), model)).toEqual({ fit: 20, grade: 'U', known: 0.2 });
  });

  test('below 40 % of the weight is a U, 40 % is not', () => {
    expect(fitOf(person({ country: 'BE' }), model)).toMatchObject({ known: 0.3, grade: 'U' });
    expect(fitOf(person({ country: 'BE', industry: 'software' }), model)).toMatchObject({
      known: 0.4,
      grade: 'D',
    });
  });

  test('a known value that fits no case is known all the same', () => {
    expect(fitOf(person({ country: 'Peru', company_size: 5000 }), model)).toMatchObject({
      known: 0.5,
      grade: 'D',
    });
  });

  test('an empty answer is unknown', () => {
    expect(fitOf(person({ country: ' ', company_size: '' }), model).known).toBe(0.2);
  });

  test('an excluded domain is an F, whatever else is known or not', () => {
    const best = { job_title: 'Founder, marketing', company_size: 50, industry: 'software', country: 'NL' };
    const competitors = { ...model, fit: { ...model.fit, excludedDomains: ['Rival.example'] } };
    expect(fitOf(person(best, 'an@rival.example'), competitors).grade).toBe('F');
    expect(fitOf(person({}, 'an@mail.rival.example'), competitors).grade).toBe('F');
    expect(fitOf(person({}, 'an@notrival.example'), competitors).grade).toBe('U');
    expect(fitOf(person(best, 'an@mailinator.com'), model).grade).toBe('F');
  });

  test('without any attribute nothing is known', () => {
    expect(fitOf(person({ country: 'BE' }), fitModel({}))).toEqual({ fit: 0, grade: 'U', known: 0 });
  });
});

describe('cases', () => {
  const points = (value: string | number | boolean, ...cases: Parameters<typeof casesModel>) =>
    fitOf(person({ value }), casesModel(...cases)).fit;

  test.each<[string, string | number | boolean, Parameters<typeof casesModel>[0], number]>([
    ['`is` compares without case', 'BELGIË', { is: ['belgië'], points: 1 }, 1],
    ['`is` compares composed and decomposed letters alike', 'Belgie\u0308', { is: ['België'], points: 1 }, 1],
    ['`is` takes the whole value', 'Belgium, Ghent', { is: ['belgium'], points: 1 }, 0],
    ['`is` reads numbers and ticks as text', true, { is: ['true'], points: 1 }, 1],
    ['`has` finds a whole word', 'Head of IT', { has: ['it'], points: 1 }, 1],
    ['`has` finds no part of a word', 'Auditor', { has: ['it'], points: 1 }, 0],
    ['`has` knows letters beyond a-z', 'Gérante', { has: ['g'], points: 1 }, 0],
    ['`has` finds a phrase across hyphens', 'Vice-President', { has: ['vice president'], points: 1 }, 1],
    ['`has` finds no phrase in the wrong order', 'President Vice', { has: ['vice president'], points: 1 }, 0],
    ['`has` of no word finds nothing', 'a - b', { has: ['-'], points: 1 }, 0],
    ['`from` is inclusive', 10, { from: 10, points: 1 }, 1],
    ['`to` is inclusive', 10, { to: 10, points: 1 }, 1],
    ['`from` reads numbers typed as text', ' 10 ', { from: 10, points: 1 }, 1],
    ['`from` and `to` ask for a number', 'many', { from: 0, to: 99, points: 1 }, 0],
    ['`to` alone asks for a number too', '11-50', { to: 99, points: 1 }, 0],
    ['everything that a case names must be so', 'Head of IT', { has: ['head'], is: ['head'], points: 1 }, 0],
    ['a case that names nothing takes every known value', 'anything', { points: 1 }, 1],
  ])('%s', (_, value, one, expected) => {
    expect(points(value, one)).toBe(expected);
  });

  test('the first case that matches counts', () => {
    expect(points('x', { is: ['y'], points: 1 }, { is: ['x'], points: 2 }, { points: 3 })).toBe(2);
  });

  test('an attribute called like something that every object has is not known', () => {
    const odd = fitModel({ attributes: [{ attribute: 'toString', weight: 1, cases: [{ points: 5 }] }] });
    expect(fitOf(person({}), odd).known).toBe(0);
  });

  test.each([
    ['an@gmail.com', 'free'],
    ['an@GMAIL.com', 'free'],
    ['an@mail.gmail.com', 'free'],
    ['an@notgmail.com', 'business'],
    ['"a@b"@gmail.com', 'free'],
  ])('the domain of %s is %s', (email, kind) => {
    const domains = fitModel({
      attributes: [{ attribute: 'emailDomain', weight: 1, cases: [{ is: [kind], points: 1 }] }],
    });
    expect(fitOf(person({}, email), domains).fit).toBe(1);
  });
});

describe('the score of a lead', () => {
  test('is two numbers that never mix, and when they were read', () => {
    const lead = {
      email: 'an@voorbeeld.be',
      fields: { job_title: 'Marketing manager', country: 'BE' },
      engagement: stateOf([event('magnet.requested', 0, { subject: 'guide' })]),
    };
    expect(scoreOf(lead, model, day(90))).toEqual({ fit: 60, grade: 'B', engagement: 7.5, asOf: day(90) });
    expect(scoreOf({ ...lead, engagement: nothing }, model, day(0))).toMatchObject({
      fit: 60,
      engagement: 0,
    });
  });

  test('its model is a valid one', () => {
    expect(ScoringModel.parse(model)).toEqual(model);
  });
});
