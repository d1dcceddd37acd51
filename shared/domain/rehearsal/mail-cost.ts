import { prices } from './aws-prices.ts';
import { billOf } from './mail-bill.ts';
import measured from './mail-work.json' with { type: 'json' };

/** What mails cost, US$. */
export interface MailCost {
  ses: number;
  other: number;
  total: number;
  currency: 'USD';
}

/**
 * By the price list and the formula of docs/bench.md, from what its last written run counted of a nurture mail (mail-work.json:
 * `npm run bench -- --write-docs` writes it), at the rate of a new account.
 */
export function costOfMails(mails: number): MailCost {
  const { ses: sesPerMillion, total } = billOf(measured.work, measured.deployment, prices);
  const [ses, other] = [sesPerMillion, total].map((perMillion) => (mails * perMillion) / 1_000_000);
  return { ses: ses ?? 0, other: other ?? 0, total: (ses ?? 0) + (other ?? 0), currency: 'USD' };
}
