import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readConfig } from '../../../shared/actions/programme/publish-config.ts';
import { checkSender, OWN_SENDER } from '../../../shared/actions/sending/check-sender.ts';
import { checkNames, checkStatuses, worst } from '../../../shared/domain/deliverability/check.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonContent } from '../api/json-content.ts';
import { pageOf } from '../api/paging-schema.ts';
import { named } from '../api/schema-name.ts';

const SenderInList = z.object({
  id: z.string().openapi({ description: 'By which it is checked: its slug, or `_own`.' }),
  slug: z.string().nullable().openapi({ description: 'None: the programme’s own.' }),
  name: z.string(),
  email: z.string(),
  replyTo: z.string().optional(),
  templates: z.array(z.string()).openapi({ description: 'Whose words these templates are.' }),
});

const senders = apiRoute(
  'GET /v1/senders',
  {
    tags: ['Configuration'],
    summary: 'List senders',
    description: 'From whom mails come: the programme’s own sender first, then those that templates name.',
    responses: {
      200: {
        description: 'All of them; there are no further pages.',
        content: jsonContent(pageOf(SenderInList)),
      },
    },
  },
  [404],
);

const Status = z.enum(checkStatuses);

const CheckBody = named(
  'SenderCheck',
  z.object({
    id: z.string(),
    email: z.string(),
    domain: z.string(),
    status: Status.openapi({ description: 'The worst of all; `unknown` is better than `warn`.' }),
    results: z.array(
      z.object({
        check: z.enum(checkNames),
        status: Status,
        detail: z.string(),
        whatToDo: z.string().nullable(),
      }),
    ),
  }),
  { description: 'Whether mails of a sender arrive.' },
);

const example: z.infer<typeof CheckBody> = {
  id: OWN_SENDER,
  ...{ email: 'an@lindeveld.example', domain: 'lindeveld.example', status: 'warn' },
  results: [
    {
      ...{ check: 'dkim', status: 'pass', whatToDo: null },
      detail: 'SES signs for lindeveld.example with 2048 bits, and the DNS shows its keys.',
    },
    {
      ...{ check: 'mail_from', status: 'warn' },
      detail: 'Mails leave with an envelope of amazonses.com: SPF does not stand for lindeveld.example.',
      whatToDo: 'Deploy with `-c mailFrom=bounce.lindeveld.example`, and add the two records that it prints.',
    },
  ],
};

const check = apiRoute(
  'GET /v1/senders/{id}/check',
  {
    tags: ['Configuration'],
    summary: 'Check whether a sender’s mails arrive',
    description:
      'SPF, DKIM, DMARC, their alignment, the MAIL FROM domain, the one-click headers of a mail as it would leave, production ' +
      'access and quota, each with what to do. Asks SES, and the DNS about the sender’s own domain; `unknown` where they did not answer.',
    request: {
      params: z.object({
        id: z.string().openapi({ description: 'As `GET /v1/senders` gives it.', example: OWN_SENDER }),
      }),
    },
    responses: {
      200: { description: 'All checks.', content: jsonContent(CheckBody, example) },
    },
  },
  [404],
);

export function addSenders(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  app.openapi(senders, async (c) => {
    const config = await readConfig(parts.context);
    const results = config ? sendersOf(config) : [];
    return c.json({ results, paging: {} }, 200);
  });

  app.openapi(check, async (c) => {
    const { id } = c.req.valid('param');
    const { checks, ...sender } = await checkSender(parts.context, parts, id);
    return c.json({ id, ...sender, status: worst(checks.map(({ status }) => status)), results: checks }, 200);
  });
}

function sendersOf({ settings, templates }: NonNullable<Awaited<ReturnType<typeof readConfig>>>) {
  const { sender, replyTo } = settings;
  const own = { slug: null, ...sender, ...(replyTo ? { replyTo } : {}) };
  const others = Object.entries(settings.senders).map(([slug, other]) => ({ slug, ...other }));
  return [own, ...others].map((one) => ({
    id: one.slug ?? OWN_SENDER,
    ...one,
    templates: Object.keys(templates).filter((slug) => (templates[slug]?.sender ?? null) === one.slug),
  }));
}
