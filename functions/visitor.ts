import type { Context as HonoContext } from 'hono';
import type { LambdaEvent } from 'hono/aws-lambda';
import type { Visitor } from '../shared/actions/signup/capture-lead.ts';

/** What Lambda hands to hono beside the request. */
export interface LambdaBindings {
  event: LambdaEvent;
}

/** Who asks, as API Gateway saw it; or as whoever stands before it did, when the deployment says so. */
export function visitorOf(c: Pick<HonoContext<{ Bindings: LambdaBindings }>, 'env' | 'req'>): Visitor {
  const context = c.env?.event?.requestContext;
  const http = context && 'http' in context ? context.http : undefined;
  const told = process.env.KWEEK_VIEWER_HEADER && c.req.header(process.env.KWEEK_VIEWER_HEADER);
  return { ip: told || (http?.sourceIp ?? ''), userAgent: c.req.header('user-agent') ?? '' };
}
