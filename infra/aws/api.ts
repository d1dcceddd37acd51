import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routes } from '../functions.ts';
import { functionNames, type Lambdas, pascal } from './functions.ts';

/** Requests a second, and how many at once before that counts, over all routes together. */
const throttle = { rateLimit: 500, burstLimit: 1000 };

/** One line per request. No path, query, address or user agent: links carry who was mailed. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
};

/** The HTTP API, still without routes: functions need its address before it can need them. */
export function createApi(scope: Construct): HttpApi {
  // No `corsPreflight`: which origins may post is a form's own setting, and `capture` answers it.
  const api = new HttpApi(scope, 'Api', { createDefaultStage: false, description: 'Kweek' });
  const logGroup = new LogGroup(scope, 'AccessLogs', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  api.addStage('Stage', {
    stageName: '$default',
    autoDeploy: true,
    throttle,
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(accessLog)),
    },
  });
  Validations.of(api).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason:
      'Forms are public; links are signed; /v1 checks its bearer key in the function, which knows its scopes.',
  });
  new CfnOutput(scope, 'ApiUrl', { value: api.apiEndpoint });
  return api;
}

const methods = new Map<string, HttpMethod>(Object.values(HttpMethod).map((method) => [method, method]));

/** Exactly the routes of the plan; what is not named there is a 404 of the API, and wakes no function. */
export function addRoutes(api: HttpApi, lambdas: Lambdas): void {
  const integrations = Object.fromEntries(
    functionNames.map((name) => [name, new HttpLambdaIntegration(pascal(name), lambdas[name])]),
  );
  for (const { route, to } of routes) {
    const [verb = '', path = ''] = route.split(' ');
    const method = methods.get(verb);
    const integration = integrations[to];
    if (!method || !integration) throw new Error(`Not a route: ${route} to ${to}`);
    api.addRoutes({ path, methods: [method], integration });
  }
}
