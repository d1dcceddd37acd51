import type { StoredEmail } from '../../infra/local/mailbox.ts';
import type { LocalStack } from '../../infra/local/stack.ts';
import { open, press } from './person.ts';

/** People who sign up one after the other, confirm what comes, and read on, for as long as they are let. */
export interface Crowd {
  /** Addresses whose signup was answered. */
  readonly accepted: string[];
  /** Pages that never came, for all the trying. */
  readonly unanswered: number;
  start(): void;
  /** No more signups; whoever has a mail to answer still does. */
  stop(): Promise<void>;
}

/** Signs people up at this pace; confirms and clicks as mails come. */
export function openCrowd(stack: LocalStack, perSecond: number, random: () => number): Crowd {
  const accepted: string[] = [];
  const handled = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let unanswered = 0;
  let people = 0;

  const attempt = (act: () => Promise<unknown>, done: () => void) => {
    const running: Promise<void> = act()
      .then(done, () => {
        unanswered += 1;
      })
      .finally(() => underWay.delete(running));
    underWay.add(running);
  };
  const signUp = () => {
    const email = `soak-${++people}@voorbeeld.be`;
    const form = { email, first_name: 'An', magnet: 'guide', consent: 'on' };
    attempt(
      () => press(`${stack.url}/f/guide`, form),
      () => accepted.push(email),
    );
  };
  const answer = (mail: StoredEmail) => {
    handled.add(mail.messageId);
    const link = (kind: string) =>
      new RegExp(`http://[^\\s"<>)]+/l/${kind}/[^\\s"<>)]+`).exec(mail.body.text ?? '')?.[0];
    const confirm = link('confirm');
    const click = link('click');
    // Somebody whose button does not work comes back to the mail later.
    const again = () => handled.delete(mail.messageId);
    if (confirm)
      attempt(
        () =>
          press(confirm).catch((error) => {
            again();
            throw error;
          }),
        () => {},
      );
    else if (click && random() < 0.5)
      attempt(
        () => open(click),
        () => {},
      );
  };

  let timers: NodeJS.Timeout[] = [];

  return {
    accepted,
    get unanswered() {
      return unanswered;
    },
    start() {
      const read = () => {
        for (const mail of stack.ses.emails()) if (!handled.has(mail.messageId)) answer(mail);
      };
      timers = [setInterval(signUp, 1_000 / perSecond), setInterval(read, 200)];
    },
    async stop() {
      clearInterval(timers[0]);
      for (let quiet = 0; quiet < 5; quiet++) {
        await new Promise((done) => setTimeout(done, 200));
        await Promise.all(underWay);
      }
      clearInterval(timers[1]);
      await Promise.all(underWay);
    },
  };
}
