import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import { shareOf } from './share.ts';
import type { MailStep } from './step.ts';

/**
 * The template that a step sends this lead. Of a test, always the same variant for the same lead, by weight;
 * once the published sequence names a winner, that one, in whichever version the lead is.
 */
export function templateFor(step: MailStep, lead: Pick<Lead, 'id'>, sequence: string, rules: Rules): string {
  if (step.type === 'email') return step.template;
  const winner = winnerOf(step.id, sequence, rules) ?? step.winner;
  if (winner !== undefined && step.variants.some(({ template }) => template === winner)) return winner;
  const total = step.variants.reduce((sum, { weight }) => sum + weight, 0);
  let left = shareOf(lead.id, sequence, step.id) * total;
  for (const { template, weight } of step.variants) {
    left -= weight;
    if (left < 0) return template;
  }
  return step.variants.at(-1)?.template ?? '';
}

function winnerOf(id: string, sequence: string, { config }: Rules): string | undefined {
  const published = config.sequences[sequence]?.steps.find((step) => step.id === id);
  return published?.type === 'ab_test' ? published.winner : undefined;
}
