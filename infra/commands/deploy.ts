import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.ts';
import { cdkArguments, contextOf, faultsOf } from './deploy-options.ts';
import { nextSteps } from './next-steps.ts';

const usage = `Deploys to the AWS account and region that the AWS command line would use:

  npm run deploy -- -c domain=example.org -c alarmEmail=you@example.org

  Settings are given with -c name=value, or kept under "context" in cdk.json: docs/deploy.md lists them.
  Everything else goes to "cdk deploy": --profile, --require-approval never, the name of one stack.
`;

const root = fileURLToPath(new URL('../../', import.meta.url));
const outputsFile = join(root, 'cdk.out', 'outputs.json');

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) console.log(usage);
else process.exitCode = await deploy();

async function deploy(): Promise<number> {
  const { context = {} } = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'));
  const chosen = contextOf(args, context);
  const faults = faultsOf(chosen, process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION);
  if (faults.length > 0) {
    console.error(`\n${faults.join('\n')}\n\nnpm run deploy -- --help`);
    return 1;
  }
  console.log('Building the functions');
  await build();
  await rm(outputsFile, { force: true });
  const code = await run(join(root, 'node_modules', '.bin', 'cdk'), cdkArguments(args, outputsFile));
  const outputs = await readFile(outputsFile, 'utf8').catch(() => undefined);
  if (code === 0 && outputs) {
    const { alarmEmail } = chosen;
    console.log(
      `\n${nextSteps(JSON.parse(outputs), alarmEmail === undefined ? undefined : String(alarmEmail))}\n`,
    );
  }
  return code;
}

/** Answers the exit code; the child speaks to the terminal itself, since CDK may ask something. */
function run(command: string, parameters: string[]): Promise<number> {
  const child = spawn(command, parameters, { cwd: root, stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });
}
