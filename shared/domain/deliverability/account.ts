import { NURTURE_SHARE_OF_QUOTA } from '../sending/quota.ts';
import { fail, pass, unknown, type Verdict, warn } from './check.ts';
import type { AccountFacts } from './facts.ts';

const untold = (): Verdict => unknown('SES did not describe the account.', 'Check again in a minute.');

/** May the account write to everybody, and does SES let it? */
export function checkProductionAccess(account: AccountFacts | undefined): Verdict {
  if (!account) return untold();
  const { productionAccess, sendingEnabled, enforcement } = account;
  if (!sendingEnabled || enforcement === 'SHUTDOWN') {
    return fail(
      'SES has stopped sending for this account.',
      'Read the case in the AWS Support Center and answer it.',
    );
  }
  if (!productionAccess) {
    return fail(
      'The account is in the sandbox: mails reach verified addresses only, 200 a day.',
      'Ask for production access in the SES console.',
    );
  }
  if (enforcement !== 'HEALTHY') {
    return warn(
      'SES has the account under review, for bounces or complaints.',
      'See GET /v1/sending, write to fewer who did not ask, and answer the case in the AWS Support Center.',
    );
  }
  return pass('The account may write to everybody.');
}

/** How much of the day's quota is left? */
export function checkQuota(account: AccountFacts | undefined): Verdict {
  if (!account) return untold();
  const { max24Hour, sentLast24Hours } = account;
  if (max24Hour < 0) return pass('SES sets no daily quota.');
  const used = `${sentLast24Hours} of ${max24Hour} mails left in the last 24 hours`;
  const ask = 'Ask for a higher quota in Service Quotas, or spread the mails over more days.';
  if (sentLast24Hours >= max24Hour)
    return fail(`${used}: nothing leaves until some of them are a day old.`, ask);
  if (sentLast24Hours >= max24Hour * NURTURE_SHARE_OF_QUOTA) {
    return warn(`${used}: nurture waits, the rest is for what leads ask for.`, ask);
  }
  return pass(`${used}.`);
}
