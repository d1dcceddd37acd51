import { parseArgs } from 'node:util';
import { runSmoke } from './smoke-run.ts';

const usage = `Tries a deployment with SES's mailbox simulator: npm run smoke -- https://… [options]

  --form <id>    signs up with this form; without it, with one that sends a mail at once
  --seconds <n>  how long to wait for what SES tells (180)
  --help         shows this

  KWEEK_ADMIN_KEY is read from the environment.
`;

/** What is to be tried, or why it cannot be. */
function readArguments(args: string[], env: Record<string, string | undefined>) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      form: { type: 'string' },
      seconds: { type: 'string', default: '180' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const [url] = positionals;
  const adminKey = env.KWEEK_ADMIN_KEY;
  const seconds = Number(values.seconds);
  if (!url || !URL.canParse(url)) throw new Error('Which deployment? npm run smoke -- https://…');
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !['localhost', '127.0.0.1'].includes(hostname))
    throw new Error('The admin key goes over https only.');
  if (!adminKey) throw new Error('KWEEK_ADMIN_KEY is not set: AdminKeyCommand of KweekData prints it.');
  if (!(seconds > 0)) throw new Error(`--seconds ${values.seconds} is no time.`);
  return { url: url.replace(/\/+$/, ''), adminKey, seconds, form: values.form };
}

try {
  const chosen = readArguments(process.argv.slice(2), process.env);
  if (chosen === 'help') console.log(usage);
  else {
    const asExpected = await runSmoke({ ...chosen, say: console.log });
    console.log(asExpected ? 'All as expected.' : 'Not as expected: see ✗ above.');
    process.exitCode = asExpected ? 0 : 1;
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
