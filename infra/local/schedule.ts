import { randomUUID } from 'node:crypto';

export type Schedule = {
  /** Runs now, after a run that is under way; answers what the function answered. */
  now(): Promise<unknown>;
  running(): boolean;
  /** Ends the schedule; a run under way goes on. */
  stop(): void;
};

/**
 * Invokes a function as EventBridge Scheduler would, but never twice at once: a tick that falls into a run
 * comes after it. Without `everyMs` only on request.
 */
export function startSchedule(options: {
  everyMs?: number | undefined;
  invoke(event: unknown): Promise<unknown>;
}): Schedule {
  let under: Promise<unknown> | undefined;
  let missed = false;
  let stopped = false;

  const run = () => {
    under = options.invoke(scheduledEvent(new Date())).finally(() => {
      under = undefined;
      if (!missed) return;
      missed = false;
      setImmediate(tick);
    });
    return under;
  };
  // What went wrong is in the function's log; the next tick is the retry.
  const tick = () => {
    if (under !== undefined) missed = true;
    else if (!stopped) run().catch(() => {});
  };
  if (options.everyMs) setImmediate(tick);
  const timer = options.everyMs ? setInterval(tick, options.everyMs) : undefined;

  return {
    async now() {
      while (under !== undefined) await under.catch(() => {});
      return run();
    },
    running: () => under !== undefined,
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

function scheduledEvent(now: Date) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: '000000000000',
    time: now.toISOString(),
    region: 'eu-west-1',
    resources: ['arn:aws:scheduler:eu-west-1:000000000000:schedule/default/kweek-sweep'],
    detail: '{}',
  };
}
