import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  parts,
  pauseSending,
  readSending,
  resumeSending,
  type SendingState,
} from '../../../shared/actions/sending/steer-sending.ts';
import { NURTURE_SHARE_OF_QUOTA } from '../../../shared/domain/sending/quota.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';

const What = z.enum(parts).openapi({
  description:
    '`everything`: no mail leaves. `nurture`: sequences stop, confirmations and magnets go on. In both cases nothing is lost: ' +
    'what is due waits, signups, clicks and unsubscribes work on.',
});

const TollBody = z.object({
  count: z.int(),
  of: z.int().openapi({ description: 'Of so many mails, the last that left.' }),
  share: z.number(),
  limit: z.object({ share: z.number(), atLeast: z.int(), of: z.int() }).openapi({
    description: 'Nurture stops at this share of the last `of` mails, but for no fewer than `atLeast`.',
  }),
});

const SendingBody = named(
  'Sending',
  z.object({
    status: z.enum(['sending', 'nurture_paused', 'paused']),
    pauses: z.array(
      z.object({
        what: z.enum(parts),
        by: z.enum(['person', 'breaker', 'ses']),
        key: z.string().optional().openapi({ description: 'With whose key a person did it.' }),
        reason: z.string(),
        since: z.iso.datetime(),
      }),
    ),
    quota: z
      .object({
        perSecond: z.number(),
        perDay: z.number(),
        sentLastDay: z.number(),
        nurtureUpTo: z
          .number()
          .openapi({ description: 'The rest of the day is left to what leads ask for.' }),
        asOf: z.iso.datetime().openapi({ description: 'When SES said so, by the clock on the wall.' }),
      })
      .optional()
      .openapi({ description: 'As SES last told; absent until a sender asked.' }),
    bounces: TollBody,
    complaints: TollBody,
  }),
  { description: 'Whether mails leave, and what might stop them.' },
);

const exampleToll = (count: number, of: number, limit: { share: number; atLeast: number; of: number }) => ({
  count,
  of,
  share: count / of,
  limit,
});

const example = {
  status: 'nurture_paused' as const,
  pauses: [
    {
      what: 'nurture' as const,
      by: 'breaker' as const,
      reason: '41 bounces among the last 1000 mails; nurture stops at 4 %.',
      since: '2026-11-09T08:02:51.000Z',
    },
  ],
  quota: {
    perSecond: 14,
    perDay: 50_000,
    sentLastDay: 1_204,
    nurtureUpTo: 45_000,
    asOf: '2026-11-09T08:02:30.000Z',
  },
  bounces: exampleToll(41, 1_000, { share: 0.04, atLeast: 10, of: 1_000 }),
  complaints: exampleToll(1, 10_000, { share: 0.0008, atLeast: 3, of: 10_000 }),
};

const content = { 'application/json': { schema: SendingBody, example } };

const get = apiRoute(
  'GET /v1/sending',
  {
    tags: ['Sending'],
    summary: 'See whether mails leave',
    description:
      'What is paused, by whom and why; the quota; how many of the last mails bounced for good or were called spam. ' +
      'Nurture pauses itself at too many of those, and when SES pauses the account.',
    responses: { 200: { description: 'As it is now.', content } },
  },
  [],
);

const pause = apiRoute(
  'POST /v1/sending/pause',
  {
    tags: ['Sending'],
    summary: 'Stop sending',
    description:
      'Within two seconds nothing of it leaves any more, whoever is sending. Nothing is lost, it waits.',
    request: {
      body: jsonBody(
        z.strictObject({
          what: What.default('everything'),
          reason: z.string().trim().min(1).max(300).openapi({ description: 'For who finds it paused.' }),
        }),
        { what: 'nurture', reason: 'The case study has a wrong link.' },
      ),
    },
    responses: { 200: { description: 'It is paused.', content } },
  },
  [400, 413, 415, 422],
);

const resume = apiRoute(
  'POST /v1/sending/resume',
  {
    tags: ['Sending'],
    summary: 'Go on sending',
    description:
      'What waited leaves in its order and at the account’s rate, the oldest first. After a pause of nurture, bounces and ' +
      'complaints of mails until now are no longer held against it.',
    request: {
      body: jsonBody(
        z.strictObject({
          what: What.optional().openapi({ description: 'All that is paused, when not given.' }),
        }),
        {},
      ),
    },
    responses: { 200: { description: 'It goes on.', content } },
  },
  [400, 413, 415, 422],
);

export function addSending(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  const now = async () => viewOf(await readSending(context));

  app.openapi(get, async (c) => c.json(await now(), 200));

  app.openapi(pause, async (c) => {
    const { what, reason } = c.req.valid('json');
    await pauseSending(context, what, reason, c.var.key.id);
    return c.json(await now(), 200);
  });

  app.openapi(resume, async (c) => {
    const { what } = c.req.valid('json');
    await resumeSending(context, what ? [what] : parts);
    return c.json(await now(), 200);
  });
}

function viewOf({ pauses, account, tolls }: SendingState) {
  const paused = new Set(pauses.map(({ what }) => what));
  const status = paused.has('everything') ? 'paused' : paused.has('nurture') ? 'nurture_paused' : 'sending';
  const toll = ({ count, of, share, limit }: SendingState['tolls']['bounces']) => ({
    count,
    of,
    share,
    limit,
  });
  return {
    status: status as 'paused' | 'nurture_paused' | 'sending',
    pauses: pauses.map(({ what, by = 'person', key, reason, since }) => ({
      ...{ what, by },
      ...(key ? { key } : {}),
      ...{ reason, since: new Date(since).toISOString() },
    })),
    ...(account
      ? {
          quota: {
            perSecond: account.maxSendRate,
            perDay: account.max24Hour,
            sentLastDay: account.sentLast24Hours,
            nurtureUpTo: Math.floor(account.max24Hour * NURTURE_SHARE_OF_QUOTA),
            asOf: new Date(account.asOf).toISOString(),
          },
        }
      : {}),
    bounces: toll(tolls.bounces),
    complaints: toll(tolls.complaints),
  };
}
