import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createAlarmTopic, raiseAlarms } from './alarms.ts';
import { addRoutes, createApi } from './api.ts';
import { addBudget } from './budget.ts';
import { drawDashboard } from './dashboard.ts';
import type { KweekData } from './data-stack.ts';
import { addDomain } from './domain.ts';
import { addEdge, viewerHeader } from './edge.ts';
import type { KweekEdge } from './edge-stack.ts';
import { createFunctions } from './functions.ts';
import { createOriginCheck } from './origin-check.ts';
import { sweep } from './schedule.ts';
import { createOriginSecret } from './secrets.ts';
import { createMail, readMailEvents } from './ses.ts';
import type { Settings } from './settings.ts';
import { readStream } from './streams.ts';
import { restoredTable } from './table.ts';

export interface AppProps extends StackProps {
  readonly data: KweekData;
  readonly edge: KweekEdge | undefined;
  readonly settings: Settings;
}

/** What can be torn down and deployed again without losing a lead. */
export class KweekApp extends Stack {
  constructor(scope: Construct, props: AppProps) {
    super(scope, 'KweekApp', props);
    const { data, settings } = props;
    const { edge, host, restoredStream } = settings;
    const table = restoredStream ? restoredTable(this, restoredStream) : data.table;

    const api = createApi(this);
    const mail = createMail(this, settings.openTracking);
    const baseUrl = settings.baseUrl ?? api.http.apiEndpoint;
    const lambdas = createFunctions(this, {
      bundles: settings.bundles,
      baseUrl,
      table,
      erasures: data.erasures,
      secrets: data.secrets,
      senderMemory: settings.senderMemory,
      identityArns: data.identityArns,
      configurationSet: mail.configurationSet,
      viewerHeader: edge?.only ? viewerHeader : undefined,
    });

    const secret = edge && createOriginSecret(this);
    if (edge && secret && props.edge) addEdge(this, api.host, edge, props.edge.rulesArn, secret);
    addRoutes(api, lambdas, edge?.only && secret ? createOriginCheck(this, secret) : undefined);
    if (host) addDomain(this, api, host);

    readStream(table, lambdas);
    sweep(this, lambdas['nurture-send'], settings.sendWorkers);
    readMailEvents(mail.queue, lambdas.feedback);

    const topic = createAlarmTopic(this, settings.alarmEmail);
    const watched = { api: api.http, lambdas, mail, table };
    drawDashboard(this, watched, raiseAlarms(this, watched, topic));
    if (settings.monthlyBudget > 0) addBudget(this, settings.monthlyBudget, topic);
    new CfnOutput(this, 'BaseUrl', { value: baseUrl });
    new CfnOutput(this, 'ConfigurationSetName', { value: mail.configurationSet.configurationSetName });
  }
}
