import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { LocalSes } from './ses.ts';
import { PlayedEvent } from './ses-played.ts';

const SesEventRequest = PlayedEvent.and(z.object({ messageId: z.string().min(1) }));

const Duration = z.string().refine((text) => {
  try {
    return Temporal.Duration.from(text).sign >= 0;
  } catch {
    return false;
  }
}, 'is not an ISO 8601 duration, such as P2D or PT4H');

const ClockRequest = z.strictObject({ programme: Duration.optional(), machine: Duration.optional() });

/** How long an answer waits for a played event to be handled. */
const patienceMs = 10_000;

/** `/local/*`: what only this machine can do, move the clocks and play SES's events. */
export function localControls({ clock, ses }: { clock: LocalClock; ses: LocalSes }): Hono {
  const app = new Hono();

  // Pages of other sites can reach localhost; they shall not play with it.
  app.use('/local/*', async (c, next) => {
    const site = c.req.header('sec-fetch-site') ?? 'none';
    if (site !== 'none' && site !== 'same-origin')
      return problem(c, 403, 'Only for this site and for tools.');
    await next();
  });

  app.get('/local/clock', (c) => c.json(times(clock)));
  app.post('/local/clock', async (c) => {
    const body = ClockRequest.safeParse(await json(c));
    if (!body.success) return invalid(c, body.error);
    const { programme, machine } = body.data;
    clock.advance({
      programme: lengthOf(programme, clock.programme()),
      machine: lengthOf(machine, clock.machine()),
    });
    return c.json(times(clock));
  });

  app.post('/local/ses-events', async (c) => {
    const body = SesEventRequest.safeParse(await json(c));
    if (!body.success) return invalid(c, body.error);
    const { messageId, ...event } = body.data;
    const late = new Promise<'queued'>((done) => setTimeout(done, patienceMs, 'queued').unref());
    const status = await Promise.race([ses.play(messageId, event), late]);
    if (status === 'unknown') return problem(c, 404, `No mail with messageId ${messageId} was sent.`);
    return c.json({ status }, status === 'handled' ? 200 : 202);
  });

  return app;
}

const times = (clock: LocalClock) => ({
  programme: new Date(clock.programme()).toISOString(),
  machine: new Date(clock.machine()).toISOString(),
  rate: clock.rate,
});

/** Milliseconds of a duration counted from `now`, months and years by the calendar in UTC. */
function lengthOf(duration: string | undefined, now: number): number {
  if (!duration) return 0;
  const start = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  return start.add(Temporal.Duration.from(duration)).epochMilliseconds - now;
}

async function json(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

function invalid(c: Context, { issues }: z.ZodError) {
  const errors = issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
  return problem(c, 422, 'The body does not fit.', errors);
}

function problem(c: Context, status: 403 | 404 | 422, detail: string, errors?: object[]) {
  const title = { 403: 'Forbidden', 404: 'Not Found', 422: 'Unprocessable Content' }[status];
  const body = { type: 'about:blank', title, status, detail, ...(errors && { errors }) };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}
