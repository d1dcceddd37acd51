import type { Change } from './bundles.ts';

/** A rule of sending, switched off in a test's bundles. */
export interface RuleOff {
  rule: string;
  changes: Change[];
  /** Cases that are likely to notice, tried first: `reader: awareness 1/nurture-send/SendEmail/1 killed after`. */
  suspects: RegExp;
  /** The case that noticed when it was last looked for. */
  witness?: string;
  /** For a rule whose absence one fault does not show: why it stands all the same. */
  silent?: string;
}

/** Noticed by the clean run itself. */
export const CLEAN_RUN = 'the clean run';

const sends = /SendEmail/;
const unknownSends = /SendEmail.*(reset|no answer|killed|after the effect|without sense)/;

const send = 'shared/mail/ses.ts';
const outcome = 'shared/mail/ses-outcome.ts';
const sendMail = 'shared/actions/sending/send-mail.ts';
const visit = 'shared/actions/lead/visit-lead.ts';
const feedback = 'shared/actions/sending/handle-feedback.ts';
const decideSend = 'shared/domain/decide/send.ts';
const decide = 'shared/domain/decide/version.ts';

const doubtful = [
  'if (code === undefined || !unreachable.has(code)) return { outcome: ',
  'if (kind === undefined || status < 400 || status >= 500) return { outcome: ',
].map((words) => ({ file: outcome, from: `${words}'unknown', reason };`, words }));

/** The rules of decisions 1, 2 and 5 that code can break by leaving out a line, each left out once. */
export const rulesOff: RuleOff[] = [
  {
    rule: 'SES is asked once: the SDK does not repeat a send',
    changes: [{ file: send, from: 'maxAttempts: 1,', to: 'maxAttempts: 3,' }],
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 reset after the effect',
  },
  {
    rule: 'The claim is saved before the call, not after it',
    changes: [
      {
        file: sendMail,
        from: 'if (claimed === lead || !(await saveLead(context.table, claimed)).saved)',
        to: 'if (claimed === lead)',
      },
      {
        file: sendMail,
        from: 'const answer = await context.mailer.send(mail.message);',
        to: `const answer = await context.mailer.send(mail.message);
          if (!(await saveLead(context.table, claimed)).saved) return { outcome: 'overtaken' };`,
      },
    ],
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 killed after',
  },
  {
    rule: 'A lead is saved only over the version that was decided on',
    changes: [{ file: 'shared/store/leads.ts', from: `'v = :before'`, to: `'v = :before OR v <> :before'` }],
    suspects: /leaver.*somebody acts|lags behind/,
    witness: 'leaver: awareness 1/nurture-send/PutItem lead/1 somebody acts before it',
  },
  {
    rule: 'What is not known is not taken for refused',
    changes: doubtful.map(({ file, from, words }) => ({
      ...{ file, from },
      to: `${words}'refused', reason, kind: 'throttled' };`,
    })),
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 reset after the effect',
  },
  {
    rule: 'What is not known is not taken for accepted',
    changes: doubtful.map(({ file, from, words }) => ({
      ...{ file, from },
      to: `${words}'accepted', messageId: 'unknown' };`,
    })),
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 reset before the effect',
  },
  {
    rule: 'Refusals are an allow-list: a 500 is none',
    changes: [
      {
        file: outcome,
        from: `if (kind === undefined || status < 400 || status >= 500) return { outcome: 'unknown', reason };`,
        to: `if (kind === undefined) return { outcome: 'refused', reason, kind: 'throttled' };`,
      },
    ],
    suspects: /SendEmail.*500/,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 error 500 after the effect',
  },
  {
    rule: 'A lapsed claim without evidence is sent once more',
    changes: [
      {
        file: visit,
        from: 'if (!isOnce || isAskedElsewhere || !mayReceive(lead, lapsed.subject.class)) return presume();',
        to: 'return presume();',
      },
    ],
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 killed before',
  },
  {
    rule: 'A claim is left alone until its lease is over',
    changes: [
      {
        file: visit,
        from: 'if (lead.openSends.some((s) => s.leaseUntil <= machine)) {',
        to: 'if (lead.openSends.length > 0) {',
      },
      {
        file: visit,
        from: 'fresh.openSends.find((s) => s.leaseUntil <= machine)',
        to: 'fresh.openSends[0]',
      },
      { file: decideSend, from: 'before.leaseUntil <= now.machine &&', to: '' },
    ],
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 no answer after the effect',
  },
  {
    rule: 'A lapsed claim is resolved by the sweep alone',
    changes: [
      { file: visit, from: `if (!isSweep) return { outcome: 'left' };`, to: '' },
      { file: 'functions/nurture/start.ts', from: 'image.os === undefined :', to: 'true :' },
    ],
    suspects: unknownSends,
    silent:
      'The conditional claim lets one worker alone resend. The rule keeps leads with open claims out of the hands of the stream, whose records are old when they are delivered again.',
  },
  {
    rule: 'Mailability is checked again before a mail is sent again',
    changes: [
      { file: visit, from: ' || !mayReceive(lead, lapsed.subject.class)', to: '' },
      {
        file: decideSend,
        from: 'send.attempt > before.attempt &&\n      mayReceive(lead, send.subject.class)',
        to: 'send.attempt > before.attempt',
      },
    ],
    suspects: /leaver.*SendEmail/,
    witness: 'leaver: awareness 1/nurture-send/SendEmail/1 killed before',
  },
  {
    rule: 'Mailability is checked again: by the visit',
    changes: [{ file: visit, from: ' || !mayReceive(lead, lapsed.subject.class)', to: '' }],
    suspects: /leaver.*SendEmail/,
    witness: 'leaver: awareness 1/nurture-send/SendEmail/1 killed before',
  },
  {
    rule: 'Mailability is checked again: by the decision',
    changes: [
      {
        file: decideSend,
        from: 'send.attempt > before.attempt &&\n      mayReceive(lead, send.subject.class)',
        to: 'send.attempt > before.attempt',
      },
    ],
    suspects: /leaver.*SendEmail/,
    silent: 'The visit asks first; the decision asks again on the version that is saved.',
  },
  {
    rule: 'The claim leaves the due entry where it is',
    changes: [
      {
        file: decide,
        from: `if (event.type === 'send.claimed') return nextVersion(lead, change, now);`,
        to: '',
      },
    ],
    suspects: unknownSends,
    silent: 'Moving it to the end of the lease is as safe; it costs two write units a mail.',
  },
  {
    rule: 'A claimed lead stays in the due index',
    changes: [
      {
        file: decide,
        from: `if (event.type === 'send.claimed') return nextVersion(lead, change, now);`,
        to: `if (event.type === 'send.claimed') {
          const { due: gone, ...rest } = change.lead;
          return nextVersion(lead, { ...change, lead: rest }, now);
        }`,
      },
    ],
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 killed before',
  },
  {
    rule: "SES's news is evidence of a send",
    changes: [
      {
        file: feedback,
        from: 'if (lead?.openSends.some((s) => s.sendId === sendId)) {',
        to: 'if (lead === null) {',
      },
    ],
    suspects: unknownSends,
    witness: 'reader: awareness 1/nurture-send/SendEmail/1 reset after the effect',
  },
  {
    rule: 'Acceptance counts once, whoever tells of it',
    changes: [
      {
        file: feedback,
        from: 'if (lead?.openSends.some((s) => s.sendId === sendId)) {',
        to: 'if (lead) {',
      },
      {
        file: decideSend,
        from: `const send = lead.openSends.find((s) => s.sendId === event.sendId);
  if (!send) return unchanged(lead);
  const at`,
        to: `const send = lead.openSends.find((s) => s.sendId === event.sendId);
  if (!send) return { ...unchanged(lead), lead: { ...lead, enrollments: lead.enrollments.map((e) =>
    e.status === 'active' ? { ...e, step: e.step + 1 } : e) } };
  const at`,
      },
    ],
    suspects: sends,
    witness: CLEAN_RUN,
  },
  {
    rule: 'News that finds an older version than its tag reads again, strongly',
    changes: [
      {
        file: feedback,
        from: 'if (lead && lead.version < version) lead = await findLead(context, leadId, true);',
        to: '',
      },
    ],
    suspects: /unknown and the news reads/,
    silent:
      'SES tells of a mail more than once: when one reading lags, the next news finds the claim. The rule is for mails of which only one news comes, or that wait behind a lag of many.',
  },
  {
    rule: 'A lapsed claim is resolved on a strong read',
    changes: [
      {
        file: visit,
        from: 'const fresh = (await findLead(context, leadId, true)) ?? lead;\n    const lapsed',
        to: 'const fresh = lead;\n    const lapsed',
      },
    ],
    suspects: /lags behind/,
    silent: 'The claim is conditional on the version read. The strong read saves making a mail in vain.',
  },
  {
    rule: 'A lead is called unknown only after a strong read',
    changes: [
      {
        file: 'shared/actions/lead/change-lead.ts',
        from: 'return lead ?? (strong ? undefined : getLead(context.table, leadId, timeZone, true));',
        to: 'return lead;',
      },
    ],
    suspects: /lags behind/,
    silent:
      'Whom the reader of the stream does not find, the sweep does. The rule saves the first mail that minute, and a page that would say no such lead.',
  },
  {
    rule: 'While feedback is behind, a nurture mail waits for evidence',
    changes: [
      {
        file: 'shared/actions/sending/feedback-health.ts',
        from: 'return confirmed === undefined || (handled ?? 0) > confirmed - LEASE;',
        to: 'return true;',
      },
    ],
    suspects: /feedback is behind/,
    witness:
      'reader: unknown while feedback is behind: confirmation/news/1 news hours late + awareness 1/news/1 news hours late + awareness 1/nurture-send/SendEmail/1 reset after the effect',
  },
  {
    rule: 'A save whose answer was lost knows itself again',
    changes: [
      {
        file: 'shared/store/leads.ts',
        from: 'if (current && isDeepStrictEqual(current, fromItem(toItem(lead), lead.timeZone))) return { saved: true };',
        to: '',
      },
    ],
    suspects: /PutItem lead.*(reset|no answer)/,
    silent:
      'Everything is decided again on what came back, and finds itself done. Without the rule a claim whose answer was lost would wait for the end of its lease.',
  },
  {
    rule: 'The same submission again is no second signup',
    changes: [
      {
        file: 'shared/domain/decide/signup.ts',
        from: 'if (!form || isKnown) return unchanged(lead);',
        to: 'if (!form) return unchanged(lead);',
      },
    ],
    suspects: /signup\/capture\/PutItem/,
    witness: 'reader: signup/capture/PutItem lead/1 killed after',
  },
  {
    rule: 'A record that failed is delivered again',
    changes: [
      {
        file: 'functions/batch.ts',
        from: 'failed.push(...group.slice(i).map(idOf));',
        to: '',
      },
    ],
    suspects: /(record|feedback)\/PutItem.*throughout/,
    witness: 'reader: signup/record/PutItem row/1 throttled throughout',
  },
];
