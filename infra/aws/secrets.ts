import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { SecretVariable } from '../functions.ts';

/** The value of each secret variable: a reference that CloudFormation resolves when it deploys. */
export type SecretValues = Record<SecretVariable, string>;

/**
 * Generates the secrets. None is in a template: functions get them through dynamic references.
 *
 * 43 letters and digits and a `=` read as base64 give 32 bytes, about 256 bits: Secrets Manager
 * cannot generate base64, and this needs no code of ours at deployment.
 */
export function createSecrets(scope: Construct, linkKeys: readonly string[]): SecretValues {
  const idKey = generate(scope, 'IdKey', {
    description: 'Kweek: turns addresses into lead ids. Never change or delete it: leads become unreachable.',
    noRotation: 'Lead ids are derived from this key, so it never changes.',
  });
  idKey.applyRemovalPolicy(RemovalPolicy.RETAIN);

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
    return `${id}:${base64(key)}`;
  });

  return {
    KWEEK_ID_KEY: base64(idKey),
    KWEEK_LINK_KEYS: signing.join(','),
    KWEEK_ADMIN_KEY: `sk_${reference(adminKey)}`,
  };
}

function generate(scope: Construct, id: string, why: { description: string; noRotation: string }): Secret {
  const secret = new Secret(scope, id, {
    description: why.description,
    generateSecretString: { passwordLength: 43, excludePunctuation: true, requireEachIncludedType: false },
  });
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: why.noRotation });
  return secret;
}

const reference = (secret: Secret) => secret.secretValue.unsafeUnwrap();
const base64 = (secret: Secret) => `${reference(secret)}=`;
