import { join } from 'node:path';
import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as Lambda,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { type FunctionName, type FunctionPlan, functions } from '../functions.ts';
import type { SecretValues } from './secrets.ts';

export type Lambdas = Record<FunctionName, Lambda>;

export interface Surroundings {
  readonly bundles: string;
  readonly baseUrl: string;
  readonly table: ITable;
  readonly erasures: ITable;
  readonly secrets: SecretValues;
  /** MB. */
  readonly senderMemory: number;
  readonly identityArns: readonly string[];
  readonly configurationSet: ConfigurationSet;
  /** Names the header with the visitor's address, when something that can be trusted sets it. */
  readonly viewerHeader: string | undefined;
}

export const functionNames = Object.keys(functions) as FunctionName[];

/** `nurture-send` → `NurtureSend` */
export const pascal = (name: string) =>
  name.replace(/(^|-)(\w)/g, (_, _dash, letter) => letter.toUpperCase());

/** Every function of the plan, each with the variables and the permissions that its plan names. */
export function createFunctions(scope: Construct, around: Surroundings): Lambdas {
  const made = functionNames.map((name) => [name, createFunction(scope, name, around)] as const);
  return Object.fromEntries(made) as Lambdas;
}

function createFunction(scope: Construct, name: FunctionName, around: Surroundings): Lambda {
  const plan: FunctionPlan = functions[name];
  const id = pascal(name);
  const logGroup = createLogGroup(scope, `${id}Logs`);
  const role = createRole(scope, `${id}Role`, logGroup);
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray, ses:GetAccount and ses:DeleteSuppressedDestination know no narrower resource.',
  });
  const lambda = new Lambda(scope, id, {
    description: `Kweek: ${name}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(join(around.bundles, name)),
    handler: 'index.handler',
    timeout: Duration.seconds(plan.timeoutSeconds),
    memorySize: name === 'nurture-send' ? around.senderMemory : plan.memoryMb,
    tracing: plan.batched ? Tracing.PASS_THROUGH : Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      KWEEK_ENV: 'aws',
      KWEEK_BASE_URL: around.baseUrl,
      ...(around.viewerHeader ? { KWEEK_VIEWER_HEADER: around.viewerHeader } : {}),
    },
    role,
    logGroup,
  });
  bindTable(lambda, plan, around.table);
  if (plan.erasures) bindErasures(lambda, plan.erasures, around.erasures);
  bindSecrets(lambda, plan, around.secrets);
  if (plan.sends) bindMail(lambda, around);
  if (plan.asksSes) bindSesFacts(lambda, around);
  return lambda;
}

export const createLogGroup = (scope: Construct, id: string): LogGroup =>
  new LogGroup(scope, id, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });

/** A role of our own: the one that CDK would make may write to every log group of the account. */
export function createRole(scope: Construct, id: string, logGroup: LogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  return role;
}

// Each of these gives a variable and what it opens in one place, so that neither is there alone.

function bindTable(lambda: Lambda, plan: FunctionPlan, table: ITable): void {
  lambda.addEnvironment('KWEEK_TABLE', table.tableName);
  lambda.addToRolePolicy(
    new PolicyStatement({
      actions: plan.table.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    }),
  );
  if (plan.queries) {
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: plan.queries.map((index) => `${table.tableArn}/index/${index}`),
      }),
    );
  }
}

function bindErasures(lambda: Lambda, allowed: NonNullable<FunctionPlan['erasures']>, table: ITable): void {
  lambda.addEnvironment('KWEEK_ERASURES', table.tableName);
  lambda.addToRolePolicy(
    new PolicyStatement({
      actions: allowed.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    }),
  );
}

function bindSecrets(lambda: Lambda, plan: FunctionPlan, secrets: SecretValues): void {
  for (const variable of plan.secrets ?? []) lambda.addEnvironment(variable, secrets[variable]);
}

function bindMail(lambda: Lambda, { configurationSet, identityArns }: Surroundings): void {
  const name = configurationSet.configurationSetName;
  const setArn = `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:configuration-set/${name}`;
  lambda.addEnvironment('KWEEK_CONFIGURATION_SET', name);
  lambda.addToRolePolicy(
    new PolicyStatement({ actions: ['ses:SendEmail'], resources: [...identityArns, setArn] }),
  );
  // The account's send rate and daily quota.
  bindAccount(lambda);
}

function bindSesFacts(lambda: Lambda, { identityArns }: Surroundings): void {
  bindAccount(lambda);
  lambda.addToRolePolicy(
    new PolicyStatement({ actions: ['ses:GetEmailIdentity'], resources: [...identityArns] }),
  );
  // An address that works again; its list belongs to the account.
  lambda.addToRolePolicy(
    new PolicyStatement({ actions: ['ses:DeleteSuppressedDestination'], resources: ['*'] }),
  );
}

function bindAccount(lambda: Lambda): void {
  lambda.addToRolePolicy(new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] }));
}
