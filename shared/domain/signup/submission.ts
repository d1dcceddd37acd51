import { readTouch, type TouchValues } from '../sales/attribution.ts';
import { isTimeZone } from '../time/time-zone.ts';
import { offeredLanguage } from './accept-language.ts';
import { namesOf } from './field-names.ts';
import { isTicked, singleLine } from './field-value.ts';
import type { Form } from './form.ts';
import { openForm, type PostedForm } from './posted-form.ts';
import { foldName, isEmpty, isPlainRecord, own } from './posted-value.ts';
import type { SubmissionError } from './submission-error.ts';
import { type FieldValues, takeEmail, takeFields, takeMagnet } from './submission-fields.ts';
import { findExcess } from './submission-limits.ts';

const MAX_TEXT_ID = 100;

/** A signup in our words, whoever posted it. */
export interface Submission {
  /** The client's own id for it, when it has one. */
  submissionId?: string;
  /** As mail is sent to it. Empty only in a spam post without a readable address. */
  email: string;
  /** The person's identity: `email` in lower case. */
  emailKey: string;
  /** By field name, without the email address; what was left empty is absent. */
  fields: FieldValues;
  /** Absent is not given. `textId` names the words that were shown: `newsletter@2`. */
  consent: { marketing: boolean; tracking: boolean; textId?: string };
  magnet?: string;
  language?: string;
  timeZone?: string;
  /** Where the form stood, without campaign parameters. */
  page?: string;
  touch: TouchValues;
  /** When the form was drawn: as we signed it for our own page or script, or some other client's own word. */
  renderedAt?: string;
  /** The hidden field was filled: to be answered as a success, and sent nothing. */
  spam: boolean;
}

/** What the transport knows when the body does not say. */
export interface SubmissionDefaults {
  submissionId?: string | undefined;
  language?: string | undefined;
  page?: string | undefined;
}

export type SubmissionReading =
  | { ok: true; submission: Submission }
  | { ok: false; errors: SubmissionError[] };

/**
 * Reads a decoded body (flat, nested, or in a page builder's envelope) as a submission of this form.
 * Never throws, and changes nothing that it is given.
 */
export function readSubmission(
  form: Form,
  raw: Record<string, unknown>,
  defaults: SubmissionDefaults = {},
): SubmissionReading {
  if (!isPlainRecord(raw)) {
    return { ok: false, errors: [{ pointer: '', code: 'not_an_object', detail: 'A form is an object.' }] };
  }
  const posted = openForm(raw, form.fieldMap);
  if (isTrapped(form, raw)) return { ok: true, submission: spamFrom(form, posted) };
  const excess = findExcess(posted.values);
  if (excess.length > 0) return { ok: false, errors: excess };

  const errors: SubmissionError[] = [];
  const address = takeEmail(form, posted, errors);
  const fields = takeFields(form, posted, errors);
  const magnet = takeMagnet(form, posted, errors);
  if (!address || errors.length > 0) return { ok: false, errors };

  const page = takeWord(posted, 'page', 4_096, ['page_url', 'source_url']) ?? defaults.page;
  const languageTag = takeWord(posted, 'language', 35, ['lang', 'locale']);
  const timeZone = takeWord(posted, 'time_zone', 64, ['tz']);
  return {
    ok: true,
    submission: {
      email: address.typed,
      emailKey: address.key,
      fields,
      consent: takeConsent(posted),
      ...readTouch((key) => posted.find(key)?.value, page),
      spam: false,
      ...present({
        submissionId: takeWord(posted, 'submission_id', 128) ?? defaults.submissionId,
        magnet,
        language: offeredLanguage(languageTag ?? '', form.languages) ?? defaults.language,
        timeZone: timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined,
        renderedAt: takeWord(posted, 'rendered_at', 80),
      }),
    },
  };
}

/** People do not see the field `website`; who fills it in is a script. Unless the form asks for one. */
function isTrapped(form: Form, raw: Record<string, unknown>): boolean {
  if (isEmpty(own(raw, 'website'))) return false;
  const asked = form.fields.flatMap((field) => namesOf(field));
  return ![...asked, ...Object.keys(form.fieldMap)].some((name) => foldName(name) === 'website');
}

function spamFrom(form: Form, posted: PostedForm): Submission {
  const address = takeEmail(form, posted, []);
  return {
    email: address?.typed ?? '',
    emailKey: address?.key ?? '',
    fields: {},
    consent: { marketing: false, tracking: false },
    touch: {},
    spam: true,
  };
}

function takeConsent(posted: PostedForm): Submission['consent'] {
  const consent = posted.find('consent')?.value;
  const given = (purpose: string): unknown =>
    own(consent, purpose) ??
    [`${purpose}_consent`, `consent.${purpose}`, `consent_${purpose}`]
      .map((name) => posted.find(name)?.value)
      .find((value) => value !== undefined);
  // A box that is simply called "consent" is about marketing.
  const marketing = consent === undefined || isPlainRecord(consent) ? given('marketing') : consent;
  const textId =
    singleLine(own(consent, 'textId') ?? own(consent, 'text_id')) ??
    takeWord(posted, 'consent_text_id', MAX_TEXT_ID);
  return {
    marketing: isTicked(marketing),
    tracking: isTicked(given('tracking')),
    ...present({ textId: textId?.slice(0, MAX_TEXT_ID) }),
  };
}

function takeWord(
  posted: PostedForm,
  name: string,
  maxLength: number,
  others: string[] = [],
): string | undefined {
  const word = singleLine(posted.find(name, others)?.value);
  return word && word.length <= maxLength ? word : undefined;
}

/** Only what is there, as optional properties want it. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined | ''> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  ) as { [K in keyof T]?: Exclude<T[K], undefined | ''> };
}
