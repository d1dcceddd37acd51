import { type Random, randomFrom } from '../forecast/random.ts';
import { KweekError } from '../kweek-error.ts';
import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { LeadEvent } from '../lead/lead-event.ts';
import type { Config } from '../programme/config.ts';
import { type Rules, rulesOf } from '../programme/rules.ts';
import { DAY, durationMs } from '../time/duration.ts';
import type { BehaviourProfile, Simulation } from './behaviour-profile.ts';
import { imaginedLead, Rehearsal, type RehearsedMail } from './rehearsal.ts';
import { SimulationBook, type SimulationResult } from './simulation-book.ts';

/** Something an imagined lead is about to do. */
interface Deed {
  at: number;
  event: LeadEvent;
}

const MONTH = 30 * DAY;
/** No lead is looked at more often. */
const MOST_VISITS = 1_000;

/**
 * What a programme would do with imagined leads that enter one of its sequences: the engine itself, decision by
 * decision, with behaviour drawn from profiles. The same seed gives the same answer. `start`: when the first comes, ms.
 * `isLate`: asked lead by lead; throws `too_large` when it says so.
 */
export function simulate(
  config: Config,
  slug: string,
  { leads, days, seed, arrivalDays }: Omit<Simulation, 'profiles'>,
  profiles: readonly BehaviourProfile[],
  start: number,
  isLate: () => boolean = () => false,
): SimulationResult {
  const rules = rulesOf(config);
  const random = randomFrom(seed);
  const book = new SimulationBook(config, slug, days, start);
  for (let i = 0; i < leads; i++) {
    if (isLate()) {
      const detail = `Only ${i} of ${leads} leads were through in time: ask for fewer leads or days, or use npm run simulate.`;
      throw new KweekError('too_large', detail);
    }
    const enters = start + Math.floor((i / leads) * Math.min(arrivalDays, days) * DAY);
    const profile = draw(profiles, random);
    live(entering(`lead_v1s${seed}x${i}`, slug, rules, enters, profile), {
      rules,
      random,
      profile,
      start: enters,
      end: start + days * DAY,
      book,
    });
  }
  return book.result(leads);
}

interface Life {
  rules: Rules;
  random: Random;
  profile: BehaviourProfile;
  start: number;
  end: number;
  book: SimulationBook;
}

/** One lead from its entry to the end, or until it has nothing more to come. */
function live(lead: Lead, { rules, random, profile, start, end, book }: Life): void {
  const told = (activities: readonly Activity[], at: number) => book.tell(activities, at);
  const rehearsal = new Rehearsal(rules, lead, start, told);
  const deeds = ownDeeds(profile, random, start, end).sort((a, b) => a.at - b.at);
  book.enter(lead, start);
  for (let visits = 0; visits < MOST_VISITS; visits++) {
    // A lead that is not due has nothing to be sent, whatever it did.
    if (visits === 0 || isDue(rehearsal)) {
      const mail = rehearsal.visit();
      if (mail) {
        book.sent(mail.at);
        deeds.push(...reactions(mail, profile, random));
        deeds.sort((a, b) => a.at - b.at);
      }
    }
    const deed = deeds[0];
    const { due } = rehearsal;
    const next = Math.min(deed?.at ?? Number.POSITIVE_INFINITY, due ?? Number.POSITIVE_INFINITY);
    if (next > end) break;
    rehearsal.now = Math.max(rehearsal.now, next);
    if (deed && deed.at <= next) {
      deeds.shift();
      rehearsal.tell(deed.event);
    }
  }
  book.leave(rehearsal.lead);
}

const isDue = ({ due, now }: Rehearsal): boolean => due !== undefined && due <= now;

function entering(id: string, slug: string, rules: Rules, at: number, profile: BehaviourProfile): Lead {
  const { triggers = [] } = rules.config.sequences[slug] ?? {};
  const trigger = triggers.find((one) => 'stage' in one);
  const state = trigger && 'stage' in trigger ? trigger.stage : rules.config.stages.nurture.initial;
  return imaginedLead(id, rules, at, {
    fields: profile.fields,
    nurtureStage: { state, since: at },
    enrollments: [
      {
        sequence: slug,
        version: 1,
        occurrence: 1,
        status: 'active',
        stage: state,
        startedAt: at,
        step: 0,
        dueAt: at,
      },
    ],
  });
}

/** What a mail leads to. */
function reactions(
  { at, sendId, template, step }: RehearsedMail,
  profile: BehaviourProfile,
  random: Random,
): Deed[] {
  if (step === undefined) return [];
  const after = () => at + exponential(durationMs(profile.clickAfter), random);
  const deeds: Deed[] = [];
  if (random() < profile.click) {
    const when = after();
    const event = {
      type: 'email.clicked' as const,
      at: when,
      generation: 1,
      sendId,
      content: template,
      link: 0,
    };
    deeds.push({ at: when, event });
  }
  if (random() < profile.reply) {
    const when = after();
    deeds.push({ at: when, event: { type: 'event.posted', event: 'email.replied', at: when, id: sendId } });
  }
  if (random() < profile.unsubscribe) {
    const when = after();
    deeds.push({ at: when, event: { type: 'lead.unsubscribed', at: when, generation: 1, via: 'page' } });
  }
  return deeds;
}

/** What leads do by themselves: each kind at random times, so often a month. */
function ownDeeds({ events }: BehaviourProfile, random: Random, start: number, end: number): Deed[] {
  const deeds: Deed[] = [];
  for (const { type, perMonth, intent } of events) {
    if (perMonth === 0) continue;
    let at = start + exponential(MONTH / perMonth, random);
    for (; at < end; at += exponential(MONTH / perMonth, random)) {
      const event = { type: 'event.posted' as const, event: type, at, ...(intent ? { intent } : {}) };
      deeds.push({ at, event });
    }
  }
  return deeds;
}

const exponential = (mean: number, random: Random): number => Math.ceil(-Math.log1p(-random()) * mean);

function draw(profiles: readonly BehaviourProfile[], random: Random): BehaviourProfile {
  const total = profiles.reduce((sum, { share }) => sum + share, 0);
  let left = random() * total;
  for (const profile of profiles) {
    left -= profile.share;
    if (left < 0) return profile;
  }
  const last = profiles.at(-1);
  if (!last) throw new RangeError('a simulation needs a profile');
  return last;
}
