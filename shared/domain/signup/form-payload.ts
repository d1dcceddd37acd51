import { isPlainRecord, own, type PlainRecord, type PostedValue, pointerTo, text } from './posted-value.ts';

interface Vendor {
  /** For the reader of this table. */
  name: string;
  is(body: PlainRecord): boolean;
  unwrap(body: PlainRecord): PostedValue[];
}

/** The values of a form, out of whatever envelope its page builder put them in. */
export function unwrapForm(body: PlainRecord): PostedValue[] {
  const vendor = vendors.find(({ is }) => is(body));
  return vendor ? vendor.unwrap(body) : entries(body);
}

const vendors: Vendor[] = [
  {
    name: 'webflow',
    is: (body) => body.triggerType === 'form_submission' && isPlainRecord(own(body.payload, 'data')),
    unwrap: ({ payload }) => [
      ...entries(own(payload, 'data'), '/payload/data'),
      ...named(payload, '/payload', { id: 'submission_id', pageUrl: 'page' }),
    ],
  },
  {
    name: 'webflow-1',
    is: (body) => isPlainRecord(body.data) && text(body.site) !== undefined && text(body._id) !== undefined,
    unwrap: (body) => [...entries(body.data, '/data'), ...named(body, '', { _id: 'submission_id' })],
  },
  {
    name: 'typeform',
    is: (body) => body.event_type === 'form_response' && isPlainRecord(body.form_response),
    unwrap: ({ form_response: response }) => [
      ...typeformAnswers(response),
      ...entries(own(response, 'hidden'), '/form_response/hidden'),
      ...named(response, '/form_response', { token: 'submission_id' }),
    ],
  },
  {
    // "Advanced data" on: fields by id, each with its title.
    name: 'elementor',
    is: (body) => isPlainRecord(body.form) && isPlainRecord(body.fields),
    unwrap: ({ fields, meta }) => [
      ...entries(fields, '/fields').flatMap(({ names, value, pointer }) =>
        elementorField(names, value, pointer),
      ),
      ...named(own(meta, 'page_url'), '/meta/page_url', { value: 'page' }),
    ],
  },
  {
    // The default: fields by label; one without a label is "No Label" and its id.
    name: 'elementor-simple',
    is: (body) => text(body.form_id) !== undefined && text(body.form_name) !== undefined,
    unwrap: (body) =>
      entries(body).map((entry) => ({
        ...entry,
        names: entry.names.flatMap((name) => [name, name.replace(/^No Label /, '')]),
      })),
  },
  {
    name: 'contact-form-7',
    is: (body) => body._wpcf7 !== undefined,
    unwrap: (body) => [
      ...entries(body).filter(({ names }) => !names[0]?.startsWith('_wpcf7')),
      ...named(body, '', { _wpcf7_locale: 'language' }),
    ],
  },
  {
    // Fields are numbers ("1.3" is part 3 of field 1): the form's field map names them.
    name: 'gravity-forms',
    is: (body) => ['form_id', 'date_created', 'source_url'].every((name) => text(body[name]) !== undefined),
    unwrap: (body) => [
      ...entries(body).filter(({ names }) => names[0] !== 'id'),
      { names: ['submission_id'], value: `${String(body.form_id)}-${String(body.id)}`, pointer: '/id' },
    ],
  },
  {
    name: 'unbounce',
    is: (body) => isPlainRecord(parsed(body['data.json'])),
    unwrap: (body) => [
      ...entries(parsed(body['data.json']), '/data.json'),
      ...named(body, '', { page_url: 'page' }),
    ],
  },
];

function entries(record: unknown, base = ''): PostedValue[] {
  if (!isPlainRecord(record)) return [];
  return Object.entries(record).map(([name, value]) => ({
    names: [name],
    value,
    pointer: pointerTo(base, name),
  }));
}

/** Values that stand beside the form's own, under our names for them. */
function named(record: unknown, base: string, names: Record<string, string>): PostedValue[] {
  return Object.entries(names)
    .filter(([theirs]) => text(own(record, theirs)) !== undefined)
    .map(([theirs, ours]) => ({
      names: [ours],
      value: own(record, theirs),
      pointer: pointerTo(base, theirs),
    }));
}

function elementorField(names: string[], field: unknown, pointer: string): PostedValue[] {
  const value = own(field, 'value');
  const title = text(own(field, 'title'));
  if (value === undefined) return [];
  return [{ names: title ? [...names, title] : names, value, pointer: pointerTo(pointer, 'value') }];
}

function typeformAnswers(response: unknown): PostedValue[] {
  const answers = own(response, 'answers');
  if (!Array.isArray(answers)) return [];
  const questions = own(own(response, 'definition'), 'fields');
  return answers.flatMap((answer, index) => {
    const type = text(own(answer, 'type'));
    if (type === undefined) return [];
    const field = own(answer, 'field');
    const id = text(own(field, 'id'));
    const question = Array.isArray(questions) ? questions.find((one) => own(one, 'id') === id) : undefined;
    const kind = type === 'email' || type === 'phone_number' ? type : undefined;
    const names = [own(field, 'ref'), own(question, 'title'), id, kind].flatMap((name) => text(name) ?? []);
    const pointer = pointerTo(pointerTo('/form_response/answers', index), type);
    return [{ names, value: chosen(own(answer, type)), pointer }];
  });
}

/** A Typeform choice is `{label}` or `{other}`, a multiple one `{labels, other}`. */
function chosen(value: unknown): unknown {
  if (!isPlainRecord(value)) return value;
  const labels = own(value, 'labels');
  const other = own(value, 'other');
  if (Array.isArray(labels)) return other === undefined ? labels : [...labels, other];
  return own(value, 'label') ?? other;
}

function parsed(json: unknown): unknown {
  if (typeof json !== 'string') return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
