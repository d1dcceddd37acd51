import { fail, pass, unknown, type Verdict, warn } from './check.ts';
import type { MailFacts } from './facts.ts';

const post = 'List-Unsubscribe=One-Click';

/** RFC 8058 §3.1, and the visible link that Gmail, Yahoo and Outlook ask for besides, on a mail as it leaves. */
export function checkOneClick(mail: MailFacts | undefined): Verdict {
  if (!mail) {
    return unknown(
      'No template of this sender that one could unsubscribe from makes a mail, so there was none to look at.',
      'Give it a template of the kind nurture or magnet, and preview that.',
    );
  }
  const { template, headers, html } = mail;
  const said = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const report = `This is a fault of Kweek: report it, with the template "${template}".`;
  const urls = [...(said['list-unsubscribe'] ?? '').matchAll(/<([^>]*)>/g)].map(([, url]) => url ?? '');
  const [url, ...others] = urls.filter((one) => /^https?:/i.test(one));
  if (url === undefined || others.length > 0) {
    return fail(`A mail of "${template}" does not name one address to unsubscribe at.`, report);
  }
  if (said['list-unsubscribe-post'] !== post) {
    return fail(`A mail of "${template}" does not offer to unsubscribe by one click.`, report);
  }
  if (!url.startsWith('https://')) {
    const isHere = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url);
    const detail = 'One click needs an https address, and links lead to an http one.';
    return isHere
      ? warn(
          `${detail} It is this machine's, where nobody else reads mails.`,
          'Nothing here; a deployment has https.',
        )
      : fail(detail, 'Deploy with a `baseUrl` that is https.');
  }
  if (!html.includes(url)) {
    return warn(`A mail of "${template}" offers one click, but shows no link to unsubscribe.`, report);
  }
  return pass(
    `A mail of "${template}" offers one click and shows a link. That DKIM covers both headers stands in "h=" of a mail received.`,
  );
}
