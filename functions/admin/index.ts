import { handle } from 'hono/aws-lambda';
import { openSesFacts } from '../../shared/mail/ses-facts.ts';
import { openSesSuppressionList } from '../../shared/mail/ses-suppression-list.ts';
import { idKeyFromEnv, openContext, required } from '../environment.ts';
import { anyOf, deploymentKey, madeKeys } from './api/api-key.ts';
import { adminApp } from './app.ts';
import { openDns } from './sending/dns.ts';

const idKey = idKeyFromEnv();
const context = openContext(idKey);

/** The admin API, for people's programs and for the console. */
export const handler = handle(
  adminApp({
    context,
    idKey,
    keys: anyOf(deploymentKey(required('KWEEK_ADMIN_KEY'), process.env.KWEEK_ENV), madeKeys(context)),
    baseUrl: required('KWEEK_BASE_URL'),
    ses: openSesFacts(),
    suppressionList: openSesSuppressionList(),
    dns: openDns(),
  }),
);
