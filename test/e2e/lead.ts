import type { StoredEmail } from '../../infra/local/mailbox.ts';
import type { LocalStack } from '../../infra/local/stack.ts';
import { linkIn } from './tour/mailbox.ts';

/** Posts the demo's form for an address, with the box ticked. */
export async function signUp({ url }: Pick<LocalStack, 'url'>, email: string): Promise<void> {
  const body = { email, first_name: 'An', consent: { marketing: true }, magnet: 'funnel-check' };
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${url}/f/guide`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (status !== 200) throw new Error(`The form answered ${status}`);
}

/** Subjects of the mails to an address, oldest first. */
export const subjectsTo = (stack: Pick<LocalStack, 'ses'>, email: string): string[] =>
  mailsTo(stack, email).map(({ subject }) => subject);

/** Presses the button behind the link of the confirmation mail. */
export async function confirm(stack: Pick<LocalStack, 'ses'>, email: string): Promise<void> {
  const mail = mailsTo(stack, email).find(({ subject }) => subject === subjects.confirmation);
  if (!mail) throw new Error(`${email} was not asked to confirm`);
  const { status } = await fetch(linkIn({ subject: mail.subject, html: mail.body.html ?? '' }, 'confirm'), {
    method: 'POST',
  });
  if (status !== 200) throw new Error(`The confirmation answered ${status}`);
}

const mailsTo = ({ ses }: Pick<LocalStack, 'ses'>, email: string): StoredEmail[] =>
  ses.emails().filter(({ destination }) => destination.to.includes(email));

/** Of the demo's mails, in English. */
export const subjects = {
  confirmation: 'Please confirm your email address',
  guide: 'Your guide: The one-hour funnel check',
  awareness1: 'Which step loses your customers?',
  awareness2: 'The quote that nobody called about',
};
