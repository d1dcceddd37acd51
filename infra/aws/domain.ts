import { CfnOutput } from 'aws-cdk-lib';
import { ApiMapping, DomainName, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { Settings } from './settings.ts';

/** Lets the API answer at the host of `baseUrl`; where its DNS has to point is printed. */
export function addDomain(scope: Construct, api: Api, host: NonNullable<Settings['host']>): void {
  const domainName = new DomainName(scope, 'Domain', {
    domainName: host.name,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', host.certificate),
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  new ApiMapping(scope, 'DomainMapping', { api: api.http, domainName, stage: api.stage });
  new CfnOutput(scope, 'DomainRecord', { value: `${host.name} CNAME ${domainName.regionalDomainName}` });
}
