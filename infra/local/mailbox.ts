import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as library from 'aws-ses-v2-local';
import { type Email, getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';

/** An email as `/store` shows it, under the id that SendEmail returned. */
export type StoredEmail = Email & {
  tags: Record<string, string>;
  configurationSet?: string | undefined;
  /** Epoch milliseconds; `at` is in seconds. */
  sentAt: number;
};

export type Mailbox = {
  /** Keeps the email of a SendEmail request. Answers why not when the library refuses it. */
  keep(
    request: string,
    extra: Omit<StoredEmail, keyof Email> & { messageId: string },
  ): Promise<StoredEmail | string>;
  /** Takes back an email kept by an earlier run. */
  restore(email: StoredEmail): void;
  emails(): StoredEmail[];
  find(messageId: string): StoredEmail | undefined;
  /** Empties what is shown; events for the emails can still be played. */
  clear(): void;
  /** What the library serves at a path: its page, downloads, templates. */
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
};

type Serve = (options: { host: string; port: number }) => Promise<Server>;

/** The package is CommonJS: where its function is depends on who imports it. */
const serve = ((module) => (typeof module === 'function' ? module : module.default))(
  library.default as unknown as Serve | { default: Serve },
);

/** Starts the mailbox server inside this process. Its store is one per process: a mailbox shows only its own emails. */
export async function openMailbox(): Promise<Mailbox> {
  const server = await serve({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = getStoreReadonly();
  const own = new Map<string, StoredEmail>();
  const post = (body: string) =>
    fetch(`${origin}/v2/email/outbound-emails`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 local' },
      body,
    });

  const clear = () => {
    const others = store.emails.filter((email) => !own.has(email.messageId));
    store.emails.splice(0, store.emails.length, ...others);
  };

  return {
    async keep(request, extra) {
      const response = await post(request);
      const answer = (await response.json()) as { MessageId?: string; detail?: string };
      const kept = store.emails.findLast((email) => email.messageId === answer.MessageId);
      if (!kept) return answer.detail ?? `status ${response.status}`;
      // The library's ids collide at volume; ours take their place.
      const email = Object.assign(kept, extra);
      own.set(email.messageId, email);
      return email;
    },
    restore(email) {
      store.emails.push(email);
      own.set(email.messageId, email);
    },
    emails: () => store.emails.filter((email) => own.has(email.messageId)) as StoredEmail[],
    find: (messageId) => own.get(messageId),
    clear,
    fetch(request) {
      const { pathname, search } = new URL(request.url);
      return fetch(origin + pathname + search, { headers: { authorization: 'AWS4-HMAC-SHA256 local' } });
    },
    stop: () =>
      new Promise((done) => {
        clear();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
