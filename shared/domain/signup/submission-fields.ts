import { type Address, readAddress } from './address.ts';
import { emailFieldOf, namesOf } from './field-names.ts';
import { readField, singleLine } from './field-value.ts';
import type { Form } from './form.ts';
import type { PostedForm } from './posted-form.ts';
import { pointerTo } from './posted-value.ts';
import type { SubmissionError } from './submission-error.ts';

export type FieldValues = Record<string, string | number | boolean>;

/** The lead's address; what is wrong with it goes into `errors`. */
export function takeEmail(form: Form, posted: PostedForm, errors: SubmissionError[]): Address | undefined {
  const field = emailFieldOf(form);
  const found = posted.find(field.name, namesOf(field, 'email')) ?? posted.find('email');
  const reading = readAddress(found?.value);
  if (reading.ok) return reading.address;
  const { code, detail } = reading;
  errors.push({ pointer: found?.pointer ?? pointerTo('', field.name), detail, code, field: field.name });
  return undefined;
}

/** All other fields of the form, read by their types. */
export function takeFields(form: Form, posted: PostedForm, errors: SubmissionError[]): FieldValues {
  const email = emailFieldOf(form);
  const values: FieldValues = {};
  for (const field of form.fields) {
    if (field.name === email.name) continue;
    const found = posted.find(field.name, namesOf(field));
    const reading = readField(field, found?.value);
    if (!reading.ok) {
      const { code, detail } = reading;
      errors.push({ pointer: found?.pointer ?? pointerTo('', field.name), detail, code, field: field.name });
    } else if (reading.value !== undefined) {
      values[field.name] = reading.value;
    }
  }
  return values;
}

/** The magnet that was asked for: one of the form's, its first when none was named. */
export function takeMagnet(form: Form, posted: PostedForm, errors: SubmissionError[]): string | undefined {
  const found = posted.find('magnet', ['magnet_id']);
  if (!found) return form.magnets[0];
  const magnet = singleLine(found.value);
  if (magnet !== undefined && form.magnets.includes(magnet)) return magnet;
  const detail = 'This form does not offer that.';
  errors.push({ pointer: found.pointer, detail, code: 'magnet_unknown' });
  return undefined;
}
