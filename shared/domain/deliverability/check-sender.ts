import { checkProductionAccess, checkQuota } from './account.ts';
import { checkAlignment } from './alignment.ts';
import { type CheckName, checkNames, type Verdict } from './check.ts';
import { checkDkim } from './dkim.ts';
import { checkDmarc } from './dmarc.ts';
import type { SenderFacts } from './facts.ts';
import { checkMailFrom } from './mail-from.ts';
import { checkOneClick } from './one-click.ts';
import { checkSpf } from './spf.ts';

/** Each check of a sender, always all of them, in this order. */
export function checkSender(facts: SenderFacts): (Verdict & { check: CheckName })[] {
  const spf = checkSpf(facts);
  const dkim = checkDkim(facts);
  const verdicts: Record<CheckName, Verdict> = {
    spf,
    dkim,
    dmarc: checkDmarc(facts),
    alignment: checkAlignment(facts, spf, dkim),
    mail_from: checkMailFrom(facts),
    one_click: checkOneClick(facts.mail),
    production_access: checkProductionAccess(facts.account),
    quota: checkQuota(facts.account),
  };
  return checkNames.map((check) => ({ check, ...verdicts[check] }));
}
