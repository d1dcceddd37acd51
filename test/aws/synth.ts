import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, vi } from 'vitest';
import { functionNames } from '../../infra/aws/functions.ts';
import { addKweek } from '../../infra/aws/kweek.ts';
import { readSettings } from '../../infra/aws/settings.ts';

/** A resource as it stands in a template. */
export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  DependsOn?: string[];
}

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

// A synthesis with all its checks takes seconds, and minutes on a machine that does other things too.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'kweek-synth-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of functionNames) {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'index.mjs'), `export const handler = async () => '${name}';\n`);
}

/** The stacks on stand-in bundles, with the context of cdk.json and what a test adds; not yet synthesised. */
export function kweek(context: Record<string, unknown> = {}) {
  const shared = JSON.parse(readFileSync('cdk.json', 'utf8')).context;
  const app = new App({
    outdir: mkdtempSync(join(folder, 'out-')),
    context: { ...shared, bundles: folder, ...context },
  });
  return { app, ...addKweek(app, readSettings(app.node)) };
}

/** The templates of both stacks. Throws when a check finds fault. */
export function synthesise(context: Record<string, unknown> = {}): { data: Template; app: Template } {
  const { data, stack } = kweek(context);
  return { data: Template.fromStack(data), app: Template.fromStack(stack) };
}

/** What is needed for CloudFront before the API. */
export const edgeContext = {
  domain: 'example.org',
  baseUrl: 'https://go.example.org',
  edge: 'only',
  region: 'eu-west-1',
  edgeCertificate: 'arn:aws:acm:us-east-1:111122223333:certificate/0a-1b',
};

/** Resources of a type, by logical id. */
export const ofType = (template: Template, type: string) =>
  template.findResources(type) as unknown as Record<string, Resource>;

/** What a function's role may do: every Allow statement of the policies attached to it. */
export function permissions(template: Template, id: string): Statement[] {
  return Object.values(ofType(template, 'AWS::IAM::Policy'))
    .filter((policy) => JSON.stringify(policy.Properties.Roles).includes(`"${id}Role`))
    .flatMap((policy) => (policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement)
    .filter((statement) => statement.Effect === 'Allow');
}

export const actions = (statements: Statement[]) =>
  statements.flatMap((statement) => statement.Action).sort();

/** A function as it stands in the template; `id` is its name in Pascal case. */
export function lambda(template: Template, id: string): Resource {
  const named = new RegExp(`^${id}[0-9A-F]{8}$`);
  const found = Object.entries(ofType(template, 'AWS::Lambda::Function')).find(([key]) => named.test(key));
  if (!found) throw new Error(`No function ${id}`);
  return found[1];
}

export const variables = (resource: Resource) =>
  (resource.Properties.Environment as { Variables: Record<string, unknown> }).Variables;
