import { CfnOutput, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';

/** Says that a request came through CloudFront; its value is a secret. */
export const originHeader = 'x-kweek-origin';
/** The visitor's address, which the API itself would take for CloudFront's. */
export const viewerHeader = 'x-kweek-viewer';

const tellViewer = `function handler(event) {
  event.request.headers['${viewerHeader}'] = { value: event.viewer.ip };
  return event.request;
}`;

/** CloudFront before the API, for WAF's sake: nothing is cached, everything is handed on. */
export function addEdge(
  scope: Construct,
  originHost: string,
  edge: NonNullable<Settings['edge']>,
  rulesArn: string,
  secret: string,
): void {
  const viewer = new EdgeFunction(scope, 'TellViewer', {
    comment: `Kweek: hands the visitor's address on`,
    code: FunctionCode.fromInline(tellViewer),
    runtime: FunctionRuntime.JS_2_0,
  });
  const distribution = new Distribution(scope, 'Distribution', {
    comment: 'Kweek',
    domainNames: [edge.name],
    certificate: Certificate.fromCertificateArn(scope, 'EdgeCertificate', edge.certificate),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    webAclId: rulesArn,
    defaultBehavior: {
      origin: new HttpOrigin(originHost, { customHeaders: { [originHeader]: secret } }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      functionAssociations: [{ function: viewer, eventType: FunctionEventType.VIEWER_REQUEST }],
    },
  });
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Leads may sign up, and must be able to unsubscribe, from anywhere.' },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'CloudFront logs whole links and addresses; the API logs every request without them.',
    },
  );
  new CfnOutput(scope, 'EdgeRecord', { value: `${edge.name} CNAME ${distribution.distributionDomainName}` });
}
