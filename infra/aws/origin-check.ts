import { Duration } from 'aws-cdk-lib';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Architecture, Code, Function as Lambda, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { originHeader } from './edge.ts';
import { createLogGroup, createRole } from './functions.ts';

const code = `const { createHash, timingSafeEqual } = require('node:crypto');
const digest = (text) => createHash('sha256').update(text || '').digest();
exports.handler = async ({ headers }) => ({
  isAuthorized: timingSafeEqual(digest(headers['${originHeader}']), digest(process.env.ORIGIN_SECRET)),
});`;

/**
 * Lets only CloudFront ask the API. A request without the header is refused by the API itself, and the answer
 * for the right one is remembered for an hour, so hardly a request waits for this.
 */
export function createOriginCheck(scope: Construct, secret: string): HttpLambdaAuthorizer {
  const logGroup = createLogGroup(scope, 'OriginCheckLogs');
  const check = new Lambda(scope, 'OriginCheck', {
    description: 'Kweek: only CloudFront may ask',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromInline(code),
    handler: 'index.handler',
    timeout: Duration.seconds(5),
    loggingFormat: LoggingFormat.JSON,
    environment: { ORIGIN_SECRET: secret },
    role: createRole(scope, 'OriginCheckRole', logGroup),
    logGroup,
  });
  return new HttpLambdaAuthorizer('OriginAuthorizer', check, {
    identitySource: [`$request.header.${originHeader}`],
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    resultsCacheTtl: Duration.hours(1),
  });
}
