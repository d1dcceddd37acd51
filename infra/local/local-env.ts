import type { Secrets } from './secrets.ts';
import { erasuresOf } from './table.ts';

/** The one configuration set of the local SES. */
export const configurationSet = 'kweek-local';

/** The environment of every function, as the stack on AWS would set it. */
export function functionEnv(local: {
  table: string;
  url: string;
  secrets: Secrets;
  adminKey: string;
  clock: string;
  dynamodb: string;
  ses: string;
}): Record<string, string> {
  return {
    KWEEK_ENV: 'local',
    KWEEK_TABLE: local.table,
    KWEEK_ERASURES: erasuresOf(local.table),
    KWEEK_BASE_URL: local.url,
    KWEEK_ID_KEY: local.secrets.idKey,
    KWEEK_LINK_KEYS: local.secrets.linkKeys,
    KWEEK_ADMIN_KEY: local.adminKey,
    KWEEK_CONFIGURATION_SET: configurationSet,
    KWEEK_CLOCK: local.clock,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: local.dynamodb,
    AWS_ENDPOINT_URL_SESV2: local.ses,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
