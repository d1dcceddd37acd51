import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { raiseAlarms } from './alarms.ts';
import { addRoutes, createApi } from './api.ts';
import type { KweekData } from './data-stack.ts';
import { createFunctions } from './functions.ts';
import { sweep } from './schedule.ts';
import { createMail, readMailEvents } from './ses.ts';
import type { Settings } from './settings.ts';
import { readStream } from './streams.ts';

/** What can be torn down and deployed again without losing a lead. */
export class KweekApp extends Stack {
  constructor(scope: Construct, props: StackProps & { data: KweekData; settings: Settings }) {
    super(scope, 'KweekApp', props);
    const { data, settings } = props;

    const api = createApi(this);
    const mail = createMail(this, settings.openTracking);
    const lambdas = createFunctions(this, {
      bundles: settings.bundles,
      baseUrl: settings.baseUrl ?? api.apiEndpoint,
      table: data.table,
      secrets: data.secrets,
      identityArns: data.identityArns,
      configurationSet: mail.configurationSet,
    });

    addRoutes(api, lambdas);
    readStream(data.table, lambdas);
    sweep(this, lambdas['nurture-send'], settings.sendWorkers);
    readMailEvents(mail.queue, lambdas.feedback);
    raiseAlarms(this, { api, lambdas, mail }, settings.alarmEmail);
    new CfnOutput(this, 'ConfigurationSetName', { value: mail.configurationSet.configurationSetName });
  }
}
