import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionNames, pascal } from '../../infra/aws/functions.ts';
import { erasureTable, table } from '../../infra/table.ts';
import { kweek, lambda, ofType, permissions, synthesise, variables } from './synth.ts';

const { data, app } = synthesise({ domain: 'mail.example.org', mailFrom: 'bounce.mail.example.org' });

describe('the table', () => {
  it('is kept when its stack goes, protected from deletion, and can be set back in time', () => {
    data.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
  });

  it('is the one that the local stack makes: keys, indexes, stream and time to live', () => {
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: table.partitionKey, KeyType: 'HASH' },
        { AttributeName: table.sortKey, KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: table.streamView },
      TimeToLiveSpecification: { AttributeName: table.ttl, Enabled: true },
      GlobalSecondaryIndexes: table.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
      AttributeDefinitions: Match.arrayWith(
        table.indexes.map((index) => ({ AttributeName: index.sortKey, AttributeType: index.sortType })),
      ),
    });
  });
});

describe('the log of erasures', () => {
  it('is a table of its own, kept and protected like the other, and no stream brings it to anybody', () => {
    const made = Object.entries(ofType(data, 'AWS::DynamoDB::GlobalTable'));
    const log = made.find(([id]) => id.startsWith('Erasures'))?.[1];
    expect(log).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(log?.Properties.Replicas).toMatchObject([{ DeletionProtectionEnabled: true }]);
    expect(log?.Properties).not.toHaveProperty('StreamSpecification');
    expect(log?.Properties.KeySchema).toEqual([
      { AttributeName: erasureTable.partitionKey, KeyType: 'HASH' },
      { AttributeName: erasureTable.sortKey, KeyType: 'RANGE' },
    ]);
  });

  it('is known to those who erase, and nobody deletes from it', () => {
    const knows = functionNames.filter((name) => 'KWEEK_ERASURES' in variables(lambda(app, pascal(name))));
    expect(knows).toEqual(['admin', 'nurture-send']);
    for (const name of knows) {
      const grants = permissions(app, pascal(name)).filter((one) =>
        JSON.stringify(one.Resource).includes('Erasures'),
      );
      expect(new Set(grants.flatMap((one) => one.Action))).toEqual(
        new Set(name === 'admin' ? ['dynamodb:PutItem', 'dynamodb:Query'] : ['dynamodb:PutItem']),
      );
    }
  });
});

describe('a warm table', () => {
  it('is warm in its indexes too, and only when asked', () => {
    const warm = { ReadUnitsPerSecond: 24_000, WriteUnitsPerSecond: 8_000 };
    synthesise({ warmThroughput: '24000,8000' }).data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      WarmThroughput: warm,
      GlobalSecondaryIndexes: table.indexes.map(() => Match.objectLike({ WarmThroughput: warm })),
    });
    expect(JSON.stringify(data.toJSON())).not.toContain('WarmThroughput');
  });
});

describe('a restored table', () => {
  const restoredStream =
    'arn:aws:dynamodb:eu-west-1:111122223333:table/restored/stream/2026-11-22T10:00:00.000';
  const kept = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:IdKey0A-AbCdEf';
  const { data: besides, app: restored } = synthesise({ restoredStream, idKey: kept });

  it('takes the place of the old one in every function, grant and reader, and the old one stays', () => {
    for (const name of functionNames)
      expect(variables(lambda(restored, pascal(name))).KWEEK_TABLE).toBe('restored');
    const granted = JSON.stringify(ofType(restored, 'AWS::IAM::Policy'));
    expect(granted).toContain('"arn:aws:dynamodb:eu-west-1:111122223333:table/restored"');
    expect(granted).toContain('"arn:aws:dynamodb:eu-west-1:111122223333:table/restored/index/due"');
    expect(granted).not.toMatch(/ImportValue[^}]*Table/);
    restored.resourcePropertiesCountIs(
      'AWS::Lambda::EventSourceMapping',
      { EventSourceArn: restoredStream },
      2,
    );
    // The leads' own, and the log of erasures, which is not restored with it.
    besides.resourceCountIs('AWS::DynamoDB::GlobalTable', 2);
  });

  it('is read with the id key that has named its leads, when that is another than the data stack’s', () => {
    const key = JSON.stringify(variables(lambda(restored, 'Capture')).KWEEK_ID_KEY);
    expect(key).toContain(`{{resolve:secretsmanager:${kept}:`);
    const made = Object.keys(ofType(besides, 'AWS::SecretsManager::Secret')).map((id) => id.slice(0, 5));
    expect(made).not.toContain('IdKey');
  });
});

describe('the secrets', () => {
  it('are generated, and 43 letters and digits with a = are 32 bytes of base64', () => {
    for (const secret of Object.values(ofType(data, 'AWS::SecretsManager::Secret'))) {
      expect(secret.Properties.GenerateSecretString).toMatchObject({
        PasswordLength: 43,
        ExcludePunctuation: true,
      });
    }
    expect(Buffer.from(`${'aZ9'.repeat(14)}k=`, 'base64')).toHaveLength(32);
  });

  it('keep the id key when the stack goes', () => {
    const kept = Object.entries(ofType(data, 'AWS::SecretsManager::Secret'))
      .filter(([, secret]) => secret.DeletionPolicy === 'Retain')
      .map(([id]) => id.slice(0, 5));
    expect(kept).toEqual(['IdKey']);
  });

  it('sign with the first link key and verify with the others', () => {
    const rotated = synthesise({ linkKeys: 'k2,k1' }).app;
    const value = JSON.stringify(ofType(rotated, 'AWS::Lambda::Function'));
    expect(value).toMatch(
      /"k2:\{\{resolve:secretsmanager:",[^\]]*LinkKeyk2[^\]]*,k1:\{\{resolve:secretsmanager:",[^\]]*LinkKeyk1/,
    );
  });

  it('reach functions only as references that are resolved at deployment', () => {
    const text = JSON.stringify(app.toJSON());
    expect(text).not.toContain('secretsmanager:GetSecretValue');
    expect(text).toContain('{{resolve:secretsmanager:');
  });
});

describe('the sending domain', () => {
  it('is signed with DKIM and has its own envelope sender when asked', () => {
    data.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'mail.example.org',
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: 'bounce.mail.example.org' },
    });
  });

  it('must be chosen: the example stands in for looking, and CloudFormation refuses it', () => {
    expect(data.toJSON().Rules).not.toHaveProperty('DomainIsChosen');
    expect(synthesise().data.toJSON().Rules.DomainIsChosen.Assertions).toMatchObject([
      { Assert: { 'Fn::Not': [{ 'Fn::Equals': ['example.com', 'example.com'] }] } },
    ]);
  });

  it('prints the DNS records that verify it, and those of the envelope sender', () => {
    for (const output of ['Dkim1', 'Dkim2', 'Dkim3', 'MailFromMx', 'MailFromSpf', 'Dmarc'])
      expect(data.findOutputs(output)).not.toEqual({});
    expect(synthesise().data.findOutputs('MailFromMx')).toEqual({});
  });
});

it('the stack that keeps everything is protected from termination, the other is not', () => {
  const { data: kept, stack } = kweek();
  expect(kept.terminationProtection).toBe(true);
  expect(stack.terminationProtection).toBe(false);
});
