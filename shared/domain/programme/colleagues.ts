import type { Settings } from './settings.ts';

/** To whom of ours mails may go: those whom the settings name. */
export function colleaguesOf({ sender, replyTo, senders, colleagues }: Settings): string[] {
  const others = Object.values(senders).flatMap(({ email, replyTo: answers }) => [email, answers]);
  const all = [...colleagues, sender.email, replyTo, ...others];
  return [...new Set(all.filter((address) => address !== undefined))];
}

export const isColleague = (address: string, settings: Settings): boolean =>
  colleaguesOf(settings).some((one) => one.toLowerCase() === address.toLowerCase());
