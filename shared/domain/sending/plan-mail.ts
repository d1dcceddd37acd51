import { unchanged } from '../decide/change.ts';
import { settle } from '../decide/settle.ts';
import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import type { Now } from '../time/now.ts';
import { nextMail, type PlannedMail } from './due.ts';

/** The mail that this lead is to be sent now, after waits that are over and stages that time has moved. */
export function planMail(lead: Lead, rules: Rules, now: Now): PlannedMail | undefined {
  return nextMail(settle(unchanged(lead), lead, undefined, rules, now).lead, rules, now);
}
