import type { Bill, Deployment, MailWork } from '../../shared/domain/rehearsal/mail-bill.ts';
import type { IdleFigures } from './measure-idle.ts';
import type { MailFigures } from './measure-mail.ts';
import type { ReportFigures } from './measure-reports.ts';
import type { SignupFigures } from './measure-signups.ts';
import type { BundleSize, StartFigures } from './measure-start.ts';
import type { SimulatedSending } from './simulate-sending.ts';

/** All that one run found out. */
export interface Figures {
  /** ISO 8601, UTC. */
  at: string;
  commit: string;
  node: string;
  processors: number;
  /** Processes that wanted a processor in the minute before the run. */
  load: number;
  seconds: number;
  prices: { region: string; asOf: string };
  idle: { leads: number; figures: IdleFigures }[];
  /** In tables of so many leads. */
  signups: { leads: number; figures: SignupFigures }[];
  mails: { leads: number; figures: MailFigures }[];
  /** As many as are due in a quiet minute. */
  fewMails: MailFigures;
  /** At the default rate of an account, and at a high one; mails a second as they would leave. */
  bills: { rate: number; pace: number; work: MailWork; deployment: Deployment; bill: Bill }[];
  /** Over the figures of a year, of so many leads. */
  reports: ReportFigures[];
  sending: SimulatedSending[];
  bundles: BundleSize[];
  start: StartFigures;
}
