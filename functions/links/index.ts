import { handle } from 'hono/aws-lambda';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import { openContext, required } from '../environment.ts';
import { linksApp } from './app.tsx';

const context = openContext();
const keys = parseKeyRing(required('KWEEK_LINK_KEYS'));

/** What a lead does from an email: confirm, click, fetch its magnet, unsubscribe. */
export const handler = handle(linksApp(context, keys, required('KWEEK_BASE_URL')));
