import { Aws, CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  type HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routes } from '../functions.ts';
import { functionNames, type Lambdas, pascal } from './functions.ts';
import { otherRoutes, throttles } from './throttles.ts';

export interface Api {
  readonly http: HttpApi;
  readonly stage: HttpStage;
  /** Its own host, without a custom domain. */
  readonly host: string;
}

/** One line per request. No path, query, address or user agent: links carry who was mailed. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
};

/** The HTTP API, still without routes: functions need its address before it can need them. */
export function createApi(scope: Construct): Api {
  // No `corsPreflight`: which origins may post is a form's own setting, and `capture` answers it.
  const http = new HttpApi(scope, 'Api', { createDefaultStage: false, description: 'Kweek' });
  const logGroup = new LogGroup(scope, 'AccessLogs', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const stage = http.addStage('Stage', {
    stageName: '$default',
    autoDeploy: true,
    throttle: otherRoutes,
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(accessLog)),
    },
  });
  Validations.of(http).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason:
      'Forms are public; links are signed; /v1 checks its bearer key in the function, which knows its scopes.',
  });
  new CfnOutput(scope, 'ApiUrl', { value: http.apiEndpoint });
  return { http, stage, host: `${http.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}` };
}

const methods = new Map<string, HttpMethod>(Object.values(HttpMethod).map((method) => [method, method]));

/** Exactly the routes of the plan; what is not named there is a 404 of the API, and wakes no function. */
export function addRoutes({ http, stage }: Api, lambdas: Lambdas, authorizer?: IHttpRouteAuthorizer): void {
  const integrations = Object.fromEntries(
    functionNames.map((name) => [name, new HttpLambdaIntegration(pascal(name), lambdas[name])]),
  );
  for (const { route, to } of routes) {
    const [verb = '', path = ''] = route.split(' ');
    const method = methods.get(verb);
    const integration = integrations[to];
    if (!method || !integration) throw new Error(`Not a route: ${route} to ${to}`);
    const made = http.addRoutes({ path, methods: [method], integration, ...(authorizer && { authorizer }) });
    // The stage names its routes below, and API Gateway refuses a route that is not there yet.
    stage.node.addDependency(...made);
  }
  (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
    routes.map(({ route, to }) => {
      const { rateLimit, burstLimit } = throttles[to] ?? otherRoutes;
      return [route, { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }];
    }),
  );
}
