import { unchanged } from './decide/change.ts';
import { settle } from './decide/settle.ts';
import { nextMail, type PlannedMail } from './due.ts';
import type { Lead } from './lead.ts';
import type { Now } from './now.ts';
import type { Rules } from './rules.ts';

/** The mail that this lead is to be sent now, after waits that are over and stages that time has moved. */
export function planMail(lead: Lead, rules: Rules, now: Now): PlannedMail | undefined {
  return nextMail(settle(unchanged(lead), lead, undefined, rules, now).lead, rules, now);
}
