import { readFileSync } from 'node:fs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { settingNames, settingsSchema } from '../../infra/aws/settings.ts';
import { edgeContext, kweek } from './synth.ts';

describe('the checks of CloudFormation and AWS Solutions', () => {
  it.each([
    ['as it comes', {}],
    [
      'with all that can be chosen',
      {
        ...edgeContext,
        certificate: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a-1b',
        mailFrom: 'bounce.example.org',
        sendWorkers: 2,
        openTracking: true,
        alarmEmail: 'ops@example.org',
        testRecipients: 'an@example.org',
        warmThroughput: '24000,8000',
      },
    ],
  ])('find nothing that is not acknowledged with a reason: %s', (_, context) => {
    expect(() => kweek(context).app.synth()).not.toThrow();
  });

  it('are awake: a bucket without access logs stops the synthesis', () => {
    const { app, stack } = kweek();
    new Bucket(stack, 'Careless');
    expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  });
});

const edgeCertificateIn = (region: string) => ({
  ...edgeContext,
  edgeCertificate: `arn:aws:acm:${region}:111122223333:certificate/0a-1b`,
});

describe('settings', () => {
  it('have defaults that let anyone look at the stacks', () => {
    expect(settingsSchema.parse({})).toEqual({
      domain: 'example.com',
      sendWorkers: 1,
      senderMemory: 256,
      monthlyBudget: 50,
      linkKeys: ['k1'],
      openTracking: false,
      testRecipients: [],
      bundles: 'dist',
    });
  });

  it('are all explained in the guide', () => {
    const guide = readFileSync('docs/deploy.md', 'utf8');
    for (const name of settingNames.filter((name) => name !== 'bundles'))
      expect(guide).toContain(`\`${name}\``);
  });

  it.each([
    ['a domain that is none', { domain: 'not a domain' }],
    ['a base URL without TLS', { baseUrl: 'http://example.org' }],
    ['a base URL with a trailing slash', { baseUrl: 'https://example.org/' }],
    ['no sender at all', { sendWorkers: 0 }],
    ['no link key at all', { linkKeys: '' }],
    ['a link key named twice', { linkKeys: 'k1,k1' }],
    ['a tracking switch that is neither on nor off', { openTracking: 'maybe' }],
    ['a budget below nothing', { monthlyBudget: -1 }],
    ['less warmth than a table has anyway', { warmThroughput: '1000,1000' }],
    ['warmth for reads alone', { warmThroughput: '24000' }],
    ['CloudFront without an address of our own', { ...edgeContext, baseUrl: undefined }],
    ['CloudFront without a region', { ...edgeContext, region: undefined }],
    ['a CloudFront certificate that is elsewhere', edgeCertificateIn('eu-west-1')],
    ['a certificate without an address', { certificate: edgeContext.edgeCertificate }],
    ['a table for a stream', { restoredStream: 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored' }],
    ['a name for the ARN of the id key', { idKey: 'IdKey' }],
  ])('refuse %s', (_, settings) => {
    expect(settingsSchema.safeParse(settings).success).toBe(false);
  });
});
