import { ask, read } from './http.ts';

export type Mail = {
  messageId: string;
  to: string;
  subject: string;
  html: string;
  headers: Record<string, string>;
  /** When it was sent, programme time, ms. */
  at: number;
};

type Stored = {
  messageId: string;
  subject: string;
  destination: { to: string[] };
  body: { html?: string };
  headers?: { name: string; value: string }[];
  sentAt: number;
};

/** The mailbox of the machine, as far as this tour's people are in it. */
export type Mailbox = {
  url: string;
  /** Every mail to an address, oldest first. */
  to(email: string): Promise<Mail[]>;
};

/** `clock` tells the programme's time (ms) and rate: mails are dated by a watch. */
export function openMailbox(url: string, clock: () => Promise<{ programme: number; rate: number }>): Mailbox {
  const began = Math.floor(Date.now() / 1_000);
  const known = new Map<string, Mail>();
  return {
    url,
    async to(email) {
      const { emails = [] } = read<{ emails?: Stored[] }>(await ask(`${url}/store?since=${began}`));
      const fresh = emails.filter(({ messageId }) => !known.has(messageId));
      if (fresh.length > 0) {
        // A clock that was moved since would say nothing of mails from before: each is dated when first seen.
        const { programme, rate } = await clock();
        const now = Date.now();
        for (const mail of fresh)
          known.set(mail.messageId, toMail(mail, programme - (now - mail.sentAt) * rate));
      }
      return [...known.values()].filter((mail) => mail.to === email).sort((a, b) => a.at - b.at);
    },
  };
}

const toMail = ({ messageId, subject, destination, body, headers = [] }: Stored, at: number): Mail => ({
  messageId,
  to: destination.to[0] ?? '',
  subject,
  html: body.html ?? '',
  headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
  at,
});

/** The first link of a kind in a mail: what stands behind its button. Throws when there is none. */
export function linkIn(mail: Pick<Mail, 'subject' | 'html'>, kind: LinkKind): string {
  const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  const link = links.find((href) => href.includes(`/l/${kind}/`));
  if (!link) throw new Error(`"${mail.subject}" has no ${kind} link`);
  return link;
}

type LinkKind = 'click' | 'confirm' | 'magnet' | 'preferences' | 'unsubscribe';
