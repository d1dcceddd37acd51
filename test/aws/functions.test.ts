import { describe, expect, it } from 'vitest';
import { functionNames, pascal } from '../../infra/aws/functions.ts';
import { type FunctionPlan, functions } from '../../infra/functions.ts';
import { actions, lambda, ofType, permissions, synthesise, variables } from './synth.ts';

const { app } = synthesise();
const plan = (name: keyof typeof functions): FunctionPlan => functions[name];

describe('every function', () => {
  it('is one of the plan, and each of the plan is there', () => {
    const described = Object.values(ofType(app, 'AWS::Lambda::Function')).map(
      (f) => f.Properties.Description,
    );
    expect(described.sort()).toEqual(functionNames.map((name) => `Kweek: ${name}`).sort());
  });

  it.each(functionNames)(
    '%s runs Node 24 on arm64 as its plan says, traced unless it is fed in batches, with logs that end',
    (name) => {
      const { Properties } = lambda(app, pascal(name));
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: plan(name).timeoutSeconds,
        MemorySize: plan(name).memoryMb,
        TracingConfig: { Mode: plan(name).batched ? 'PassThrough' : 'Active' },
      });
      const logs = (Properties.LoggingConfig as { LogGroup: { Ref: string } }).LogGroup.Ref;
      expect(ofType(app, 'AWS::Logs::LogGroup')[logs]?.Properties).toEqual({ RetentionInDays: 30 });
    },
  );

  it.each(functionNames)('%s is told what it needs and no secret beyond', (name) => {
    const given = variables(lambda(app, pascal(name)));
    const secrets = ['KWEEK_ID_KEY', 'KWEEK_LINK_KEYS', 'KWEEK_ADMIN_KEY'].filter((key) => key in given);
    expect(secrets.sort()).toEqual([...(plan(name).secrets ?? [])].sort());
    expect('KWEEK_CONFIGURATION_SET' in given).toBe(plan(name).sends === true);
    expect(given).toMatchObject({ KWEEK_ENV: 'aws' });
    expect(given).toHaveProperty('KWEEK_TABLE');
    expect(given).toHaveProperty('KWEEK_BASE_URL');
    expect(given).not.toHaveProperty('KWEEK_CLOCK');
    expect(given).not.toHaveProperty('KWEEK_VIEWER_HEADER');
  });

  it('gets its links from the address people choose, else from the API', () => {
    const chosen = synthesise({ baseUrl: 'https://go.example.org' }).app;
    expect(variables(lambda(chosen, 'Links')).KWEEK_BASE_URL).toBe('https://go.example.org');
    expect(JSON.stringify(variables(lambda(app, 'Links')).KWEEK_BASE_URL)).toContain('ApiEndpoint');
  });
});

describe('permissions', () => {
  const dynamodb = (name: keyof typeof functions) =>
    actions(permissions(app, pascal(name))).filter(
      (action) => action.startsWith('dynamodb:') && !/Stream|GetRecords|ShardIterator/.test(action),
    );

  it('capture reads and writes single items; links may read a timeline too; neither may scan or delete', () => {
    expect(dynamodb('capture')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    expect(dynamodb('links')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query']);
  });

  it('nobody scans, and only who erases people deletes', () => {
    const all = JSON.stringify(ofType(app, 'AWS::IAM::Policy'));
    expect(all).not.toMatch(/dynamodb:(Scan|DeleteTable|BatchWrite|PartiQL|\*)/);
    const erasers = functionNames.filter((name) => dynamodb(name).includes('dynamodb:DeleteItem'));
    expect(erasers).toEqual(['admin', 'nurture-send']);
    expect(dynamodb('record')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  });

  it('only the nurture functions may send mail, and only from our domain with our configuration set', () => {
    const senders = functionNames.filter((name) =>
      actions(permissions(app, pascal(name))).some((action) => /^ses:.*(Send|\*)/.test(action)),
    );
    expect(senders).toEqual(['nurture-start', 'nurture-send']);
    for (const name of senders) {
      const send = permissions(app, pascal(name)).filter((s) => [s.Action].flat().includes('ses:SendEmail'));
      expect(send).toHaveLength(1);
      const resources = [send[0]?.Resource].flat().map((resource) => JSON.stringify(resource));
      expect(resources).toHaveLength(2);
      expect(resources[0]).toContain(':configuration-set/');
      expect(resources[1]).toContain(':identity/');
    }
  });

  it('only admin may ask SES about domains, about ours alone, and may send nothing', () => {
    const ses = (name: keyof typeof functions) =>
      actions(permissions(app, pascal(name))).filter((action) => action.startsWith('ses:'));
    expect(ses('admin').sort()).toEqual([
      'ses:DeleteSuppressedDestination',
      'ses:GetAccount',
      'ses:GetEmailIdentity',
    ]);
    const others = functionNames.filter(
      (name) => name !== 'admin' && ses(name).includes('ses:GetEmailIdentity'),
    );
    expect(others).toEqual([]);
    const asks = permissions(app, 'Admin').filter((s) => [s.Action].flat().includes('ses:GetEmailIdentity'));
    const resources = asks.flatMap((s) => [s.Resource].flat()).map((resource) => JSON.stringify(resource));
    expect(resources).toHaveLength(1);
    expect(resources[0]).toContain(':identity/');
  });

  it('in the sandbox the test recipients may be mailed too', () => {
    const sandbox = synthesise({ testRecipients: 'an@example.org, jo@example.org' });
    sandbox.data.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'jo@example.org' });
    const text = JSON.stringify(permissions(sandbox.app, 'NurtureSend'));
    expect(text.match(/:identity\//g)).toHaveLength(3);
  });

  it('a wildcard stands only where AWS knows nothing narrower', () => {
    const statements = Object.values(ofType(app, 'AWS::IAM::Policy')).flatMap(
      (policy) =>
        (
          policy.Properties.PolicyDocument as {
            Statement: { Action: string | string[]; Resource: unknown }[];
          }
        ).Statement,
    );
    const wide = statements.filter((statement) => JSON.stringify(statement.Resource).includes('*'));
    expect(new Set(wide.flatMap((statement) => statement.Action))).toEqual(
      new Set([
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
        'ses:GetAccount',
        'ses:DeleteSuppressedDestination',
      ]),
    );
    expect(
      statements.flatMap((statement) => statement.Action).filter((action) => action.includes('*')),
    ).toEqual([]);
    for (const role of Object.values(ofType(app, 'AWS::IAM::Role'))) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });
});
