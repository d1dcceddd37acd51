import { isbot } from 'isbot';

/**
 * A person's browser, as far as one request can tell: a GET with an agent that is not a known robot's.
 * Empty agents are mail scanners more often than people.
 */
export const isHuman = (method: string, userAgent: string | undefined): boolean =>
  method === 'GET' && userAgent !== undefined && userAgent.trim() !== '' && !isbot(userAgent);
