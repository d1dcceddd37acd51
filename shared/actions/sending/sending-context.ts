import type { KeyRing } from '../../mail/key-ring.ts';
import type { Mailer } from '../../mail/ses.ts';
import type { Context, Metrics } from '../context.ts';

/** What the senders need besides: SES, the keys that sign links, and where our pages are. */
export interface SendingContext extends Context {
  mailer: Mailer;
  metrics: Metrics;
  keys: KeyRing;
  baseUrl: string;
  /** Waits, ms of machine time. */
  sleep(ms: number): Promise<void>;
  /** Which of the senders woken together this is; each looks for leads of its own first. */
  worker: { number: number; of: number };
  /** Machine time, ms, by which this invocation must be done. */
  deadline: number;
}
