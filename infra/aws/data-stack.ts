import { Stack, type StackProps } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { createIdentity } from './identity.ts';
import { createSecrets, type SecretValues } from './secrets.ts';
import type { Settings } from './settings.ts';
import { createErasureTable, createTable } from './table.ts';

/** What must survive: the leads, the keys, and the sending domain with its DNS records. */
export class KweekData extends Stack {
  readonly table: ITable;
  readonly erasures: ITable;
  readonly secrets: SecretValues;
  readonly identityArns: readonly string[];

  constructor(scope: Construct, props: StackProps & { settings: Settings }) {
    super(scope, 'KweekData', { ...props, terminationProtection: true });
    this.table = createTable(this, props.settings.warmThroughput);
    this.erasures = createErasureTable(this);
    this.secrets = createSecrets(this, props.settings);
    this.identityArns = createIdentity(this, props.settings);
  }
}
