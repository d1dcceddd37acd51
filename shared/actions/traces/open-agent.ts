import { isbot } from 'isbot';

/** These load a picture when somebody opens the mail, in that person's place. */
const standIns = /GoogleImageProxy|YahooMailProxy/;

/**
 * Who loaded a mail's picture, by its own word (domain brief §2.3). `proxy`: Apple's privacy proxy says nothing
 * but `Mozilla/5.0` and loads pictures unread, but some people's programs say the same: the time decides.
 */
export function openAgent(userAgent: string): 'machine' | 'proxy' | 'person' {
  const agent = userAgent.trim();
  if (agent === 'Mozilla/5.0') return 'proxy';
  if (standIns.test(agent)) return 'person';
  return agent === '' || isbot(agent) ? 'machine' : 'person';
}
