import { describe, expect, it } from 'vitest';
import { cdkArguments, contextOf, faultsOf } from '../../infra/commands/deploy-options.ts';
import { nextSteps } from '../../infra/commands/next-steps.ts';

describe('settings of a deployment', () => {
  it('are those of cdk.json, and over them those of the command line, as CDK reads them', () => {
    const args = [
      '-c',
      'domain=example.org',
      '--context=linkKeys=k2,k1',
      '--context',
      'baseUrl=https://a.b?c=d',
    ];
    expect(contextOf(args, { domain: 'old.example', sendWorkers: 2 })).toEqual({
      domain: 'example.org',
      sendWorkers: 2,
      linkKeys: 'k2,k1',
      baseUrl: 'https://a.b?c=d',
    });
  });

  it('must name a domain of their own before anything is built', () => {
    expect(faultsOf({}, undefined)).toEqual([expect.stringMatching(/^domain: .*-c domain=/)]);
    expect(faultsOf({ domain: 'example.org' }, undefined)).toEqual([]);
  });

  it('are told what is wrong with them, each by its name', () => {
    expect(
      faultsOf({ domain: 'no domain', sendWorkers: '0' }, undefined).map((fault) => fault.split(':')[0]),
    ).toEqual(['domain', 'sendWorkers']);
    const edge = { domain: 'example.org', edge: 'only', baseUrl: 'https://go.example.org' };
    expect(faultsOf(edge, 'eu-west-1').map((fault) => fault.split(':')[0])).toEqual(['edgeCertificate']);
  });

  it('go to CDK with everything else that was said, for all stacks unless some are named', () => {
    expect(cdkArguments(['--profile', 'client'], 'out.json')).toEqual([
      ...['deploy', '--all', '--no-notices', '--outputs-file', 'out.json', '--profile', 'client'],
    ]);
    expect(cdkArguments(['KweekApp', '--exclusively'], 'out.json')).not.toContain('--all');
  });
});

describe('what comes after a deployment', () => {
  const KweekData = {
    Dkim1: 'a._domainkey.example.org CNAME a.dkim.amazonses.com',
    Dmarc: '_dmarc.example.org TXT "v=DMARC1; p=none"',
    AdminKeyCommand: 'echo "sk_$(aws secretsmanager get-secret-value --secret-id arn)"',
    ExportsOutputRef: 'nothing for a person',
  };
  const KweekApp = { BaseUrl: 'https://abc.execute-api.eu-west-1.amazonaws.com' };

  it('is said in order: records, confirmation, sandbox, key, smoke test', () => {
    const text = nextSteps({ KweekData, KweekApp }, 'you@example.org');
    const order = ['DNS', 'you@example.org', 'sandbox', 'admin key', 'npm run smoke'].map((word) =>
      text.indexOf(word),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
    expect(text.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
    expect(text).toContain(KweekData.Dkim1);
    expect(text).toContain(
      'KWEEK_ADMIN_KEY="sk_$(aws secretsmanager get-secret-value --secret-id arn)" npm run smoke -- https://abc.',
    );
    expect(text).not.toContain('nothing for a person');
  });

  it('names the record of the own address: CloudFront’s when it is there', () => {
    const own = { ...KweekApp, DomainRecord: 'go CNAME api', EdgeRecord: 'go CNAME cloudfront' };
    expect(nextSteps({ KweekData, KweekApp: own }, undefined)).toContain('go CNAME cloudfront');
    expect(nextSteps({ KweekData, KweekApp: own }, undefined)).not.toContain('go CNAME api');
  });
});
