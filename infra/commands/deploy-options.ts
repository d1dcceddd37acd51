import type * as z from 'zod';
import { exampleDomain, settingNames, settingsSchema } from '../aws/settings.ts';

export type Context = Record<string, unknown>;

/** The context that CDK will see: that of cdk.json, and over it what `-c name=value` says. */
export function contextOf(args: readonly string[], fromFile: Context): Context {
  const given = args.flatMap((arg, index) => {
    const pair = /^(?:-c|--context)(?:=(.*))?$/s.exec(arg);
    if (!pair) return [];
    const text = pair[1] ?? args[index + 1] ?? '';
    const at = text.indexOf('=');
    return [[text.slice(0, at), text.slice(at + 1)]];
  });
  return { ...fromFile, ...Object.fromEntries(given) };
}

/** What is wrong with the settings, a line each; empty when they can be deployed. */
export function faultsOf(context: Context, region: string | undefined): string[] {
  const chosen = settingNames.filter((name) => context[name] !== undefined);
  const read = settingsSchema.safeParse({
    ...(region ? { region } : {}),
    ...Object.fromEntries(chosen.map((name) => [name, context[name]])),
  });
  if (!read.success) return read.error.issues.map(faultOf);
  if (read.data.domain === exampleDomain)
    return ['domain: name the domain that mail is sent from, -c domain=example.org, or in cdk.json'];
  return [];
}

const faultOf = ({ path, message }: z.core.$ZodIssue) => `${path.join('.')}: ${message}`;

/** What CDK is called with: every stack, unless some are named. */
export function cdkArguments(args: readonly string[], outputsFile: string): string[] {
  const named = args.some((arg) => /^Kweek\w+$/.test(arg));
  return ['deploy', ...(named ? [] : ['--all']), '--no-notices', '--outputs-file', outputsFile, ...args];
}
