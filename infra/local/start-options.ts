import { parseArgs } from 'node:util';
import { rateOf } from './clock.ts';

export type StartOptions = {
  fresh: boolean;
  /** Leaves an empty store without the demo's programme. */
  empty: boolean;
  help: boolean;
  day: string | undefined;
  dataDir: string;
  bundles: string | undefined;
  workers: number;
  port: number;
  mailPort: number;
  adminKey: string;
};

export const usage = `Kweek on this machine: npm start [-- options]

  --fresh          empties the data folder first
  --empty          leaves an empty store empty: no demo, a programme of your own
  --day <time>     a day of the programme passes in this time: 60s, 5m, 1h
  --data <dir>     the data folder (.local)
  --workers <n>    senders that are woken each minute (1), at most 4
  --bundles <dir>  runs these bundles instead of building
  --help           shows this

  PORT (3000), MAIL_PORT (3001) and KWEEK_ADMIN_KEY (sk_local_kweek) are read from the environment.
`;

/** What the command line and the environment ask for. Throws with a sentence when they make no sense. */
export function readOptions(args: string[], env: Record<string, string | undefined>): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      fresh: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      day: { type: 'string' },
      data: { type: 'string', default: '.local' },
      bundles: { type: 'string' },
      workers: { type: 'string', default: '1' },
    },
  });
  if (values.day !== undefined) rateOf(values.day);
  return {
    fresh: values.fresh,
    empty: values.empty,
    help: values.help,
    day: values.day,
    dataDir: values.data,
    bundles: values.bundles,
    workers: workersOf(values.workers),
    port: portOf(env, 'PORT', 3000),
    mailPort: portOf(env, 'MAIL_PORT', 3001),
    adminKey: env.KWEEK_ADMIN_KEY || 'sk_local_kweek',
  };
}

function workersOf(given: string): number {
  if (!/^[1-4]$/.test(given)) throw new Error(`--workers ${given}: one to four can work.`);
  return Number(given);
}

function portOf(env: Record<string, string | undefined>, name: string, usual: number): number {
  const port = Number(env[name] || usual);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${name}=${env[name]} is not a port.`);
  return port;
}
