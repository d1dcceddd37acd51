import { runInNewContext } from 'node:vm';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { originHeader, viewerHeader } from '../../infra/aws/edge.ts';
import { rateRules } from '../../infra/aws/edge-stack.ts';
import { functionNames, pascal } from '../../infra/aws/functions.ts';
import { routes } from '../../infra/functions.ts';
import { actions, edgeContext, kweek, lambda, ofType, permissions, synthesise, variables } from './synth.ts';

const made = kweek(edgeContext);
const edge = Template.fromStack(made.edge ?? made.stack);
const app = Template.fromStack(made.stack);

describe('CloudFront before the API', () => {
  it('is not there unless it is asked for', () => {
    const plain = kweek();
    expect(plain.edge).toBeUndefined();
    const template = Template.fromStack(plain.stack);
    template.resourceCountIs('AWS::CloudFront::Distribution', 0);
    template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 0);
  });

  it('answers at the address of our own, over TLS, and keeps nothing', () => {
    app.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['go.example.org'],
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
        DefaultCacheBehavior: {
          AllowedMethods: Match.arrayWith(['OPTIONS', 'POST', 'DELETE']),
          // AWS's own policies: nothing cached; everything handed on but the host.
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
          ViewerProtocolPolicy: 'redirect-to-https',
        },
      },
    });
    expect(variables(lambda(app, 'Links')).KWEEK_BASE_URL).toBe('https://go.example.org');
  });

  it('asks rules that live in us-east-1, and is deployed after them', () => {
    expect(made.edge?.region).toBe('us-east-1');
    expect(made.stack.region).toBe('eu-west-1');
    expect(made.stack.dependencies).toContain(made.edge);
    app.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        WebACLId: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'KweekEdge', Region: 'us-east-1' }) },
      },
    });
  });

  it('refuses one address that floods, signups first, and samples no request', () => {
    const [rules] = Object.values(ofType(edge, 'AWS::WAFv2::WebACL'));
    const properties = rules?.Properties as {
      Scope: string;
      Rules: { Statement: { RateBasedStatement: { Limit: number } } }[];
    };
    expect(properties.Scope).toBe('CLOUDFRONT');
    const limits = properties.Rules.map(({ Statement }) => Statement.RateBasedStatement.Limit);
    expect(limits).toEqual(rateRules.map(({ limit }) => limit));
    expect(limits).toEqual([...limits].sort((a, b) => a - b));
    expect(JSON.stringify(properties)).not.toContain('"SampledRequestsEnabled":true');
    expect(JSON.stringify(properties.Rules[0])).toMatch(/"\/f\/".*"POST"/);
  });
});

describe('the visitor', () => {
  it('is told to the API by CloudFront, whatever the visitor says', () => {
    const [code] = Object.values(ofType(app, 'AWS::CloudFront::Function'));
    const tell = runInNewContext(`${code?.Properties.FunctionCode}; handler`);
    const request = { headers: { [viewerHeader]: { value: '10.0.0.1' } } };
    expect(tell({ request, viewer: { ip: '203.0.113.7' } }).headers).toEqual({
      [viewerHeader]: { value: '203.0.113.7' },
    });
    expect(variables(lambda(app, 'Capture')).KWEEK_VIEWER_HEADER).toBe(viewerHeader);
  });

  it('is believed only when nobody gets past CloudFront', () => {
    const open = synthesise({ ...edgeContext, edge: 'open' }).app;
    for (const name of functionNames)
      expect(variables(lambda(open, pascal(name)))).not.toHaveProperty('KWEEK_VIEWER_HEADER');
    open.resourceCountIs('AWS::CloudFront::Distribution', 1);
    open.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 0);
  });
});

describe('the secret between CloudFront and the API', () => {
  it('is generated, and stands in no template', () => {
    const secret = { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('resolve:secretsmanager')])] };
    app.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Origins: [{ OriginCustomHeaders: [{ HeaderName: originHeader, HeaderValue: secret }] }],
      },
    });
    app.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Kweek: only CloudFront may ask',
      Environment: { Variables: { ORIGIN_SECRET: secret } },
    });
  });

  it('is asked for on every route', () => {
    const authorized = Object.values(ofType(app, 'AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => Properties.AuthorizationType,
    );
    expect(authorized).toEqual(routes.map(() => 'CUSTOM'));
    app.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      IdentitySource: [`$request.header.${originHeader}`],
      EnableSimpleResponses: true,
    });
  });

  it('opens to the right value alone, and its keeper may do nothing but log', async () => {
    const code = (lambda(app, 'OriginCheck').Properties.Code as { ZipFile: string }).ZipFile;
    const exports: { handler?: (event: object) => Promise<{ isAuthorized: boolean }> } = {};
    const { createRequire } = await import('node:module');
    const require = createRequire(import.meta.url);
    runInNewContext(code, { exports, require, process: { env: { ORIGIN_SECRET: 'right' } } });
    const asks = async (headers: object) => (await exports.handler?.({ headers }))?.isAuthorized;
    expect(await asks({ [originHeader]: 'right' })).toBe(true);
    expect(await asks({ [originHeader]: 'wrong' })).toBe(false);
    expect(await asks({ [originHeader]: '' })).toBe(false);
    expect(await asks({})).toBe(false);
    expect(actions(permissions(app, 'OriginCheck'))).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });
});
