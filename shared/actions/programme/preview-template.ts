import { KweekError, type Problem } from '../../domain/kweek-error.ts';
import type { PublishedConfig } from '../../domain/programme/config.ts';
import type { Template } from '../../domain/programme/template.ts';
import { compose } from '../../mail/compose.ts';
import { lintAddress, lintTemplate } from '../../mail/lint-template.ts';
import type { MailMessage } from '../../mail/mail-message.ts';
import { type SampleLead, sampleOrder } from '../../mail/sample-order.ts';
import type { Context } from '../context.ts';
import { problemsOfTemplate } from './check-templates.ts';

/** A mail as it would leave, and what should be better about it: pointers into the template. */
export interface Preview {
  message: MailMessage;
  /** Of the HTML, as it goes to SES. */
  bytes: number;
  warnings: Problem[];
}

/**
 * The mail that a template, published or not, makes for a lead, real or imagined. Nothing is sent or saved, and
 * its links are nobody's. Throws `invalid` with all that would keep it from being sent.
 */
export function previewTemplate(
  context: Context,
  config: PublishedConfig,
  slug: string,
  template: Template,
  lead: SampleLead,
  baseUrl: string,
): Preview {
  const problems = problemsOfTemplate(template, config);
  if (problems.length > 0) throw unsendable(problems);
  const now = context.clock.now().machine;
  const composed = compose(sampleOrder(config, slug, template, lead, { baseUrl, now }));
  if (!composed.ok) throw unsendable([{ pointer: '', detail: composed.detail, code: composed.reason }]);
  const warnings = [
    ...lintAddress(config.settings).map((found) => ({ ...found, pointer: '' })),
    ...lintTemplate(slug, template, config),
  ];
  return { message: composed.message, bytes: Buffer.byteLength(composed.message.html), warnings };
}

const unsendable = (problems: Problem[]) =>
  new KweekError('invalid', 'This mail cannot be sent like this.', problems);
