import { localize } from '../../shared/domain/programme/localize.ts';
import type { Form, FormField } from '../../shared/domain/signup/form.ts';
import { formWordsIn } from '../../shared/pages/form-words.ts';
import { errorText } from './form-field.tsx';

/** All that the embed script has to say, in one language. */
interface EmbedWords {
  fields: Record<string, { label: string; options?: string[]; errors: Record<string, string> }>;
  consent: Record<string, string>;
  button: string;
  optional: string;
  choose: string;
  other: string;
  leaveAnyTime: string;
  leaveEmpty: string;
  thanks: string[];
}

/** A form as the embed script draws it: nothing but what everybody may see. */
export interface EmbedForm {
  id: string;
  languages: string[];
  fields: Pick<FormField, 'name' | 'type' | 'required' | 'maxLength'>[];
  options: Record<string, string[]>;
  consent: { purpose: string; textId: string }[];
  magnets: string[];
  thankYouUrl: string | null;
  trap: boolean;
  words: Record<string, EmbedWords>;
}

export function embedForm(formId: string, form: Form): EmbedForm {
  const { marketing, tracking } = form.consent;
  const consent = Object.entries({ marketing, tracking }).flatMap(([purpose, text]) =>
    text ? [{ purpose, textId: `${text.id}@${text.version}` }] : [],
  );
  return {
    id: formId,
    languages: form.languages,
    fields: form.fields.map(({ name, type, required, maxLength }) => ({ name, type, required, maxLength })),
    options: Object.fromEntries(
      form.fields.flatMap(({ name, options }) =>
        options ? [[name, options.map(({ value }) => value)]] : [],
      ),
    ),
    consent,
    magnets: form.magnets,
    thankYouUrl: form.thankYouUrl ? new URL(form.thankYouUrl).href : null,
    trap: !form.fields.some(({ name }) => name === 'website'),
    words: Object.fromEntries(form.languages.map((language) => [language, wordsFor(form, language)])),
  };
}

function wordsFor(form: Form, language: string): EmbedWords {
  const say = (texts: Record<string, string>) => localize(texts, language, form.languages);
  const { form: words, errors, thanks } = formWordsIn(language);
  const consent = Object.entries(form.consent).flatMap(([purpose, text]) =>
    text ? [[purpose, say(text.text)]] : [],
  );
  const asks = form.magnets.length > 0;
  return {
    fields: Object.fromEntries(form.fields.map((field) => [field.name, fieldWords(field, language, say)])),
    consent: Object.fromEntries(consent),
    button: form.button ? say(form.button) : words.send,
    optional: words.optional,
    choose: words.choose,
    other: errors.other,
    leaveAnyTime: form.consent.marketing ? words.leaveAnyTime : '',
    leaveEmpty: words.leaveEmpty,
    thanks: [
      thanks.title,
      ...(asks ? [thanks.look] : []),
      ...(form.doubleOptIn ? [asks ? thanks.confirm : thanks.newcomer] : []),
    ],
  };
}

function fieldWords(field: FormField, language: string, say: (texts: Record<string, string>) => string) {
  const codes = ['field_missing', 'field_invalid', 'field_too_long'] as const;
  const email = ['email_missing', 'email_invalid', 'email_not_deliverable'] as const;
  const errors = [...codes, ...(field.type === 'email' ? email : [])].map((code) => [
    code,
    errorText({ pointer: '', code, detail: '' }, field, language),
  ]);
  return {
    label: say(field.label),
    ...(field.options ? { options: field.options.map(({ label }) => say(label)) } : {}),
    errors: Object.fromEntries(errors),
  };
}
