import type * as z from 'zod';
import type { EngagementRule, ScoringModel } from '../score/scoring-model.ts';
import * as jobs from './job-words.ts';
import { listed } from './listed.ts';
import { freeDomains, throwAwayDomains } from './mail-domains.ts';

/** A day, a week and a month, as caps count them. */
const DAY = 'P1D';
const WEEK = 'P7D';
const MONTH = 'P30D';

const once = { count: 1 };
const oncePerSubject = { count: 1, perSubject: true };

/** The engagement table of §2.2, row by row. What has no row scores nothing. */
const rules: z.input<typeof EngagementRule>[] = [
  {
    event: 'magnet.requested',
    points: 15,
    decay: 'slow',
    caps: [oncePerSubject, { points: 45, within: MONTH }],
  },
  { event: 'lead.confirmed', points: 5, decay: 'slow', caps: [once] },
  {
    event: 'email.clicked',
    points: 5,
    decay: 'standard',
    caps: [oncePerSubject, { points: 15, within: WEEK }],
  },
  // A case, a price, a talk: whether in a mail or on a page.
  {
    event: 'email.clicked',
    intent: 'high',
    points: 15,
    decay: 'fast',
    caps: [oncePerSubject, { count: 1, within: DAY }, { points: 30, within: WEEK }],
  },
  {
    event: 'page.viewed',
    intent: 'high',
    points: 15,
    decay: 'fast',
    caps: [
      { count: 1, within: DAY },
      { points: 30, within: WEEK },
    ],
  },
  { event: 'page.viewed', points: 1, decay: 'fast', caps: [{ count: 5, within: DAY }] },
  { event: 'webinar.registered', points: 10, decay: 'slow', caps: [oncePerSubject] },
  { event: 'webinar.attended', points: 20, decay: 'slow', caps: [oncePerSubject] },
  { event: 'email.replied', points: 20, decay: 'standard', caps: [{ count: 1, within: WEEK }] },
  // Machines open mail too. Who has consent to track, and wants to, gives this a point.
  { event: 'email.opened', points: 0, decay: 'fast', caps: [{ count: 3, within: WEEK }] },
  { event: 'demo.requested', points: 60, decay: 'slow', caps: [{ count: 1, within: DAY }] },
  { event: 'contact.requested', points: 60, decay: 'slow', caps: [{ count: 1, within: DAY }] },
  { event: 'careers.viewed', points: -10, decay: 'standard', caps: [{ count: 1, within: DAY }] },
  { event: 'email.bounced', points: -20, decay: 'standard' },
  // Recycled, and back: beside what it did to show itself.
  { event: 'lead.reengaged', points: 20, decay: 'standard', caps: [{ count: 1, within: MONTH }] },
];

/** Job titles say both how high someone stands and what for; the first case that fits counts. */
const seniority = [
  { has: jobs.notInterns, points: 5 },
  { has: jobs.students, points: -25 },
  { has: jobs.assistants, points: 5 },
  { has: jobs.vicePresidents, points: 20 },
  { has: jobs.owners, points: 25 },
  { has: jobs.directors, points: 20 },
  { has: jobs.managers, points: 15 },
  { has: jobs.specialists, points: 5 },
];

/**
 * The scoring that an empty store starts with (§2.2). Fit asks the form fields `job_title`,
 * `company_size` (a number or one of the usual bands), `industry` and `country`, and the address; its
 * weights are the points that each can give, so that an address alone is too little to grade.
 */
export const defaultScoring: z.input<typeof ScoringModel> = {
  version: 1,
  fit: {
    attributes: [
      {
        attribute: 'emailDomain',
        weight: 20,
        cases: [
          { is: ['business'], points: 20 },
          { is: ['free'], points: 0 },
        ],
      },
      { attribute: 'job_title', weight: 25, cases: seniority },
      {
        attribute: 'job_title',
        weight: 15,
        cases: [
          { has: jobs.targetFunctions, points: 15 },
          { has: jobs.adjacentFunctions, points: 5 },
        ],
      },
      {
        attribute: 'company_size',
        weight: 20,
        cases: [
          { from: 10, to: 249, points: 20 },
          { is: listed('10-49, 10-50, 11-50, 50-99, 50-199, 50-249, 51-200, 51-250'), points: 20 },
          { from: 5, to: 9, points: 10 },
          { from: 250, to: 999, points: 10 },
          { is: listed('5-9, 5-10, 200-499, 201-500, 250-499, 250-999, 251-500, 501-1000'), points: 10 },
        ],
      },
      {
        attribute: 'industry',
        weight: 10,
        cases: [
          {
            has: listed(
              'software, saas, technology, consulting, consultancy, professional services, manufacturing',
              'wholesale, logistics, technologie, zakelijke diensten, zakelijke dienstverlening, advies',
              'productie, groothandel, logistiek, industrie, logiciel, logiciels, conseil, logistique',
              'services aux entreprises, commerce de gros, beratung, dienstleistungen, großhandel, logistik',
            ),
            points: 10,
          },
        ],
      },
      {
        attribute: 'country',
        weight: 10,
        cases: [
          {
            is: listed(
              'be, belgium, belgië, belgie, belgique, belgien, nl, netherlands, the netherlands, nederland',
              'pays-bas, niederlande, lu, luxembourg, luxemburg, fr, france, frankrijk, frankreich',
              'de, germany, duitsland, allemagne, deutschland',
            ),
            points: 10,
          },
        ],
      },
    ],
    grades: { A: 75, B: 50, C: 25 },
    knownShare: 0.4,
    freeDomains,
    excludedDomains: throwAwayDomains,
  },
  engagement: { halfLife: { slow: 'P90D', standard: 'P30D', fast: 'P14D' }, rules },
};
