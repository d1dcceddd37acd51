import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { SecretVariable } from '../functions.ts';
import type { Settings } from './settings.ts';

/** The value of each secret variable: a reference that CloudFormation resolves when it deploys. */
export type SecretValues = Record<SecretVariable, string>;

/**
 * Generates the secrets. None is in a template: functions get them through dynamic references.
 *
 * 43 letters and digits and a `=` read as base64 give 32 bytes, about 256 bits: Secrets Manager
 * cannot generate base64, and this needs no code of ours at deployment.
 */
export function createSecrets(
  scope: Construct,
  { linkKeys, idKey: kept }: Pick<Settings, 'linkKeys' | 'idKey'>,
): SecretValues {
  const idKey = kept
    ? reference(Secret.fromSecretCompleteArn(scope, 'KeptIdKey', kept))
    : reference(generateIdKey(scope));

  const adminKey = generate(scope, 'AdminKey', {
    description: 'Kweek: the first key to the admin API, after the prefix sk_.',
    noRotation: 'A new deployment is needed to put a new key into use, so nothing rotates it by itself.',
  });
  new CfnOutput(scope, 'AdminKeyCommand', {
    description: 'Prints the admin key.',
    value: `echo "sk_$(aws secretsmanager get-secret-value --secret-id ${adminKey.secretArn} --query SecretString --output text)"`,
  });

  const signing = linkKeys.map((id) => {
    const key = generate(scope, `LinkKey${id}`, {
      description: `Kweek: signs the links in mails, key id ${id}.`,
      noRotation: 'Rotated by a deployment that names a new key first; links already sent need the old one.',
    });
    return `${id}:${base64(reference(key))}`;
  });

  return {
    KWEEK_ID_KEY: base64(idKey),
    KWEEK_LINK_KEYS: signing.join(','),
    KWEEK_ADMIN_KEY: `sk_${reference(adminKey)}`,
  };
}

function generateIdKey(scope: Construct): Secret {
  const idKey = generate(scope, 'IdKey', {
    description: 'Kweek: turns addresses into lead ids. Never change or delete it: leads become unreachable.',
    noRotation: 'Lead ids are derived from this key, so it never changes.',
  });
  idKey.applyRemovalPolicy(RemovalPolicy.RETAIN);
  new CfnOutput(scope, 'IdKeyArn', {
    description: 'Note it beside your backups: a restored table needs this very key.',
    value: idKey.secretArn,
  });
  return idKey;
}

/** What only CloudFront and the API know. */
export const createOriginSecret = (scope: Construct): string =>
  reference(
    generate(scope, 'OriginSecret', {
      description: 'Kweek: tells the API that a request came through CloudFront.',
      noRotation: 'CloudFront and the API must change at once; a new name in a deployment does that.',
    }),
  );

function generate(scope: Construct, id: string, why: { description: string; noRotation: string }): Secret {
  const secret = new Secret(scope, id, {
    description: why.description,
    generateSecretString: { passwordLength: 43, excludePunctuation: true, requireEachIncludedType: false },
  });
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: why.noRotation });
  return secret;
}

const reference = ({ secretValue }: Pick<ISecret, 'secretValue'>) => secretValue.unsafeUnwrap();
const base64 = (value: string) => `${value}=`;
