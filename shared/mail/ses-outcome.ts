/** How a handover to SES ended. `reason` is a code, never a message: SES's messages contain addresses. */
export type SendOutcome =
  | { outcome: 'accepted'; messageId: string }
  | { outcome: 'refused'; reason: string; kind: RefusalKind }
  | { outcome: 'unknown'; reason: string };

/**
 * Why SES surely did not take a mail: too fast; the day's (or another) quota; sending stopped for the account;
 * our setup; this very mail; never reached.
 */
export type RefusalKind = 'throttled' | 'quota' | 'paused' | 'config' | 'content' | 'unreachable';

/** The answers that SES gives instead of taking a mail, all 4xx. */
const refusals: Record<string, RefusalKind> = {
  TooManyRequestsException: 'throttled',
  ThrottlingException: 'throttled',
  LimitExceededException: 'quota',
  SendingPausedException: 'paused',
  AccountSuspendedException: 'paused',
  MailFromDomainNotVerifiedException: 'config',
  NotFoundException: 'config',
  // Refused before SES looks at the mail: a grant or a key is wrong.
  AccessDeniedException: 'config',
  UnrecognizedClientException: 'config',
  InvalidClientTokenId: 'config',
  InvalidSignatureException: 'config',
  ExpiredTokenException: 'config',
  MessageRejected: 'content',
  BadRequestException: 'content',
};

/** Before a connection there is no mail. */
const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * What an error of SendEmail proves. "Not accepted" is an allow-list; everything else (time-outs, resets, 5xx,
 * answers that make no sense) may be a mail that is on its way.
 */
export function outcomeOfError(error: unknown): SendOutcome {
  const { name, code, message, $metadata } = error as Partial<{
    name: string;
    code: string;
    message: string;
    $metadata: { httpStatusCode?: number };
  }>;
  const reason = codeWord(code) ?? codeWord(name) ?? 'Unknown';
  const status = $metadata?.httpStatusCode;
  if (status === undefined) {
    if (code === undefined || !unreachable.has(code)) return { outcome: 'unknown', reason };
    return { outcome: 'refused', reason, kind: 'unreachable' };
  }
  const kind = refusals[name ?? ''] ?? (status === 429 ? 'throttled' : undefined);
  if (kind === undefined || status < 400 || status >= 500) return { outcome: 'unknown', reason };
  const isQuota = kind === 'throttled' && /daily (message )?quota/i.test(message ?? '');
  return { outcome: 'refused', reason, kind: isQuota ? 'quota' : kind };
}

/** Codes are words; whatever else stands there may quote an address. */
const codeWord = (text: string | undefined) =>
  text && /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(text) ? text : undefined;
