/** What mails cost, US$. */
export interface MailCost {
  ses: number;
  other: number;
  total: number;
  currency: 'USD';
}

/** SES's price for a mail (eu-west-1, November 2026), US$. */
const SES_A_MAIL = 0.1 / 1_000;
/** What the rest of AWS is allowed to cost for a mail; `npm run bench` counts what it does (docs/bench.md). */
const OTHER_A_MAIL = 7.1 / 1_000_000;

export function costOfMails(mails: number): MailCost {
  const [ses, other] = [mails * SES_A_MAIL, mails * OTHER_A_MAIL];
  return { ses, other, total: ses + other, currency: 'USD' };
}
