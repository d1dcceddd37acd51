import { setTimeout as wait } from 'node:timers/promises';
import type { SendingContext } from '../../shared/actions/sending/sending-context.ts';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import { createMailer } from '../../shared/mail/ses.ts';
import { openContext, required } from '../environment.ts';
import { metrics } from '../metrics.ts';

/** Made once per process; each invocation adds its own deadline. */
export function openSending(): (remainingMs: number, worker?: SendingContext['worker']) => SendingContext {
  const context = openContext();
  const set = process.env.KWEEK_CONFIGURATION_SET;
  const mailer = createMailer(set ? { configurationSet: set } : {});
  const keys = parseKeyRing(required('KWEEK_LINK_KEYS'));
  const baseUrl = required('KWEEK_BASE_URL');
  const sleep = (ms: number) => wait(ms);
  return (remainingMs, worker = { number: 0, of: 1 }) => ({
    ...context,
    mailer,
    metrics,
    keys,
    baseUrl,
    sleep,
    worker,
    deadline: context.clock.now().machine + remainingMs,
  });
}
