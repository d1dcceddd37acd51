import type { MailStep, Step } from './step.ts';

/** Where a branch goes that ends the sequence. */
export const END = 'end';

/** Does this step send the lead a mail? Only such a step needs a sender. */
export const isMail = (step: Step | undefined): step is MailStep =>
  step?.type === 'email' || step?.type === 'ab_test';

/** The templates that a step may send. */
export const templatesOf = (step: Step): string[] =>
  step.type === 'email'
    ? [step.template]
    : step.type === 'ab_test'
      ? step.variants.map(({ template }) => template)
      : [];
