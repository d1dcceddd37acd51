import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import type { OpenSend } from './send.ts';

/**
 * Whether the step of an open send was sent otherwise: of two leads that became one, both may have been at it, or
 * the kept one is past it. It is waited for, and never sent once more.
 */
export function isSuperseded(lead: Lead, { sendId, subject }: OpenSend, rules: Rules): boolean {
  if (subject.class !== 'nurture') return false;
  const isAgain = lead.openSends.some(
    (other) =>
      other.sendId !== sendId &&
      other.attempt > 1 &&
      other.subject.class === 'nurture' &&
      other.subject.sequence === subject.sequence &&
      other.subject.step === subject.step,
  );
  const mine = lead.enrollments.find(({ sequence }) => sequence === subject.sequence);
  const behind = mine && rules.sequence(mine.sequence, mine.version)?.steps.slice(0, mine.step);
  return isAgain || behind?.some(({ id }) => id === subject.step) === true;
}
