import { handle } from 'hono/aws-lambda';
import { idKeyFromEnv, openContext, required } from '../environment.ts';
import { deploymentKey } from './api-key.ts';
import { adminApp } from './app.ts';

const idKey = idKeyFromEnv();

/** The admin API, for people's programs and for the console. */
export const handler = handle(
  adminApp({
    context: openContext(idKey),
    idKey,
    keys: deploymentKey(required('KWEEK_ADMIN_KEY'), process.env.KWEEK_ENV),
    baseUrl: required('KWEEK_BASE_URL'),
  }),
);
