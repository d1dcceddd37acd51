import { SesError } from './ses-faults.ts';

export type AccountLimits = {
  /** Recipients per second. */
  rate: number;
  /** Recipients per 24 hours. */
  quota: number;
  /** Whether sends beyond the limits are refused. */
  enforced: boolean;
};

export type SesAccount = {
  limits: AccountLimits;
  /** The account-level suppression list: address in lower case, reason. */
  suppressed: Map<string, 'BOUNCE' | 'COMPLAINT'>;
  /** False while sending is paused. */
  sendingEnabled: boolean;
  /** Takes the right to send to `recipients` addresses. Throws SesError when there is none. */
  take(recipients: number): void;
  /** GetAccount's answer. */
  describe(): Record<string, unknown>;
};

const dayMs = 86_400_000;

/** The account's sending rights: one second's burst at the rate, and a quota over the last 24 hours. */
export function openAccount(limits: Partial<AccountLimits> = {}, now: () => number = Date.now): SesAccount {
  let tokens = Number.POSITIVE_INFINITY;
  let filledAt = now();
  let sent: { at: number; recipients: number }[] = [];

  const sentLastDay = () => {
    const since = now() - dayMs;
    if (sent[0] && sent[0].at < since) sent = sent.filter(({ at }) => at >= since);
    return sent.reduce((sum, { recipients }) => sum + recipients, 0);
  };
  const count = (recipients: number) => {
    const last = sent.at(-1);
    if (last && now() - last.at < 60_000) last.recipients += recipients;
    else sent.push({ at: now(), recipients });
  };

  return {
    limits: { rate: 14, quota: 50_000, enforced: true, ...limits },
    suppressed: new Map(),
    sendingEnabled: true,
    take(recipients) {
      if (!this.sendingEnabled)
        throw new SesError('SendingPausedException', 'Sending is paused for this account.');
      const { rate, quota, enforced } = this.limits;
      tokens = Math.min(rate, tokens + ((now() - filledAt) / 1000) * rate);
      filledAt = now();
      if (enforced && sentLastDay() + recipients > quota) {
        throw new SesError('LimitExceededException', 'Daily message quota exceeded.');
      }
      if (enforced && tokens < recipients) {
        throw new SesError('TooManyRequestsException', 'Maximum sending rate exceeded.');
      }
      tokens = Math.max(0, tokens - recipients);
      count(recipients);
    },
    describe() {
      return {
        DedicatedIpAutoWarmupEnabled: false,
        EnforcementStatus: 'HEALTHY',
        ProductionAccessEnabled: true,
        SendingEnabled: this.sendingEnabled,
        SendQuota: {
          Max24HourSend: this.limits.quota,
          MaxSendRate: this.limits.rate,
          SentLast24Hours: sentLastDay(),
        },
        SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      };
    },
  };
}
