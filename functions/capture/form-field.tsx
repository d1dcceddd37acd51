import { localize } from '../../shared/domain/programme/localize.ts';
import { isTicked } from '../../shared/domain/signup/field-value.ts';
import type { FormField } from '../../shared/domain/signup/form.ts';
import { own } from '../../shared/domain/signup/posted-value.ts';
import type { SubmissionError } from '../../shared/domain/signup/submission-error.ts';
import { formWordsIn } from '../../shared/pages/form-words.ts';

export const fieldId = (name: string): string => `f-${name}`;

/** What browsers fill in by themselves (HTML, "autofill"). */
const autofill: Record<string, string> = {
  first_name: 'given-name',
  last_name: 'family-name',
  name: 'name',
  company: 'organization',
};

/** The types that a browser may check. A web address is not among them: people type it without "https://". */
const inputTypes: Record<string, string> = { email: 'email', tel: 'tel', number: 'number' };

interface FieldRowProps {
  field: FormField;
  value: unknown;
  error: SubmissionError | undefined;
  language: string;
  fallbacks: readonly string[];
}

/** A field with its label, its former value, and what is wrong with it. */
export function FieldRow(props: FieldRowProps) {
  const { field, error, language, fallbacks } = props;
  const value = typeof props.value === 'string' ? props.value : '';
  if (field.type === 'hidden') return <input type="hidden" name={field.name} value={value} />;
  const id = fieldId(field.name);
  const label = localize(field.label, language, fallbacks);
  const message = error && (
    <span class="error" id={`${id}-error`}>
      {errorText(error, field, language)}
    </span>
  );
  const common = {
    id,
    name: field.name,
    ...(field.required && { required: true }),
    ...(error && { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` }),
  };
  if (field.type === 'checkbox') {
    return (
      <div class="tick">
        <input type="checkbox" value="on" checked={isTicked(value)} {...common} />
        <label for={id}>{label}</label>
        {message}
      </div>
    );
  }
  return (
    <div class="field">
      <label for={id}>
        {label} {!field.required && <small>({formWordsIn(language).form.optional})</small>}
      </label>
      <Control {...props} value={value} common={common} />
      {message}
    </div>
  );
}

function Control(props: FieldRowProps & { value: string; common: { id: string; name: string } }) {
  const { field, value, common, language, fallbacks } = props;
  if (field.type === 'textarea') {
    return (
      <textarea {...common} rows={5} maxlength={field.maxLength}>
        {value}
      </textarea>
    );
  }
  if (field.type === 'select') {
    return (
      <select {...common}>
        <option value="">{formWordsIn(language).form.choose}</option>
        {field.options?.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {localize(option.label, language, fallbacks)}
          </option>
        ))}
      </select>
    );
  }
  const type = inputTypes[field.type] ?? 'text';
  return (
    <input
      {...common}
      type={type}
      value={value}
      autocomplete={
        autofill[field.name] ?? (['email', 'tel', 'url'].includes(field.type) ? field.type : 'on')
      }
      {...(type === 'number' ? { step: 'any' } : { maxlength: field.maxLength })}
      {...(field.type === 'url' && { inputmode: 'url' })}
    />
  );
}

/** A consent is asked for, never presumed: the box is ticked only when the reader ticked it before. */
export function ConsentBox(props: { purpose: string; text: string; given: unknown }) {
  const { purpose, text, given } = props;
  const id = `c-${purpose}`;
  return (
    <div class="tick">
      <input
        type="checkbox"
        id={id}
        name={`consent[${purpose}]`}
        value="on"
        checked={isTicked(own(given, purpose))}
      />
      <label for={id}>{text}</label>
    </div>
  );
}

/** What is wrong, in the reader's words. */
export function errorText(error: SubmissionError, field: FormField | undefined, language: string): string {
  const words = formWordsIn(language).errors;
  switch (error.code) {
    case 'field_too_long':
      return words.tooLong(field?.maxLength ?? 0);
    case 'field_missing':
      return (field?.type === 'checkbox' ? words.checkbox : words.field_missing) ?? words.other;
    case 'field_invalid':
      return invalidText(field, language);
    default:
      return words[error.code] ?? words.other;
  }
}

function invalidText(field: FormField | undefined, language: string): string {
  const words = formWordsIn(language).errors;
  switch (field?.type) {
    case 'email':
      return words.email_invalid ?? words.other;
    case 'number':
    case 'url':
    case 'select':
    case 'checkbox':
      return words[field.type];
    default:
      return words.other;
  }
}
