import { KweekError } from '../../domain/kweek-error.ts';
import { readSubmission } from '../../domain/signup/submission.ts';
import { deleteSpam, getSpam } from '../../store/spam.ts';
import type { Context } from '../context.ts';
import { captureLead } from './capture-lead.ts';

/**
 * Takes a post that was wrongly held for spam as the signup that it is, as if it came now. Who posted is not
 * known any more; a double opt-in asks them. Throws `not_found`, and `invalid` where it is no signup.
 */
export async function releaseSpam(
  context: Context,
  idKey: Uint8Array,
  formId: string,
  id: string,
): Promise<{ leadId: string }> {
  const post = await getSpam(context.table, formId, id);
  const { config } = await context.rules.current();
  const form = Object.hasOwn(config.forms, formId) ? config.forms[formId] : undefined;
  if (!post || !form) throw new KweekError('not_found', 'There is no such post, or not any more.');
  const { website: _, ...raw } = parse(post.posted);
  // The same post released twice is the same signup.
  const reading = readSubmission(form, { submission_id: id, ...raw });
  if (!reading.ok) {
    const problems = reading.errors.map(({ pointer, detail, code }) => ({ pointer, detail, code }));
    throw new KweekError('invalid', 'This post is no signup to this form.', problems);
  }
  const visitor = { ip: '', userAgent: 'released from spam' };
  // It was drawn long ago, and a person has looked at it.
  const { renderedAt: _drawn, ...submission } = reading.submission;
  const { lead } = await captureLead(context, idKey, formId, form, submission, visitor);
  if (!lead) throw new KweekError('contended', 'The lead could not be saved; try again.');
  await deleteSpam(context.table, formId, id);
  return { leadId: lead.id };
}

function parse(posted: string): Record<string, unknown> {
  try {
    return JSON.parse(posted) as Record<string, unknown>;
  } catch {
    return {}; // cut off where it was too long
  }
}
