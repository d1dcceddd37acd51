import { handle } from 'hono/aws-lambda';
import { idKeyFromEnv, openContext } from '../environment.ts';
import { captureApp } from './app.tsx';

const idKey = idKeyFromEnv();

/** Signups from landing pages, and the form page for those who have none. */
export const handler = handle(captureApp(openContext(idKey), idKey));
