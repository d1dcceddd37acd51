import { unwrapForm } from './form-payload.ts';
import {
  foldName,
  isEmpty,
  own,
  type PlainRecord,
  type PostedValue,
  pointerTo,
  unlist,
} from './posted-value.ts';

/** A body as a form: its values, and the one that is meant by a name. */
export interface PostedForm {
  values: PostedValue[];
  /**
   * The first value that is not empty: by the form's own map, by its exact name, by any of the names folded.
   * Lists of one come without their list.
   */
  find(canonical: string, others?: readonly string[]): PostedValue | undefined;
}

/** `fieldMap`: our name by where the client puts the value, as a name or as a path (`fields.email.value`). */
export function openForm(body: PlainRecord, fieldMap: Record<string, string>): PostedForm {
  const values = unwrapForm(body);
  const byName = index(values, (name) => name);
  const byFoldedName = index(values, foldName);
  const mapped = (canonical: string): PostedValue | undefined =>
    Object.entries(fieldMap)
      .filter(([, name]) => name === canonical)
      .map(([path]) => byName.get(path) ?? valueAt(body, path))
      .find((value) => value && !isEmpty(value.value));
  const search = (canonical: string, others: readonly string[]): PostedValue | undefined =>
    mapped(canonical) ??
    byName.get(canonical) ??
    [canonical, ...others].map((name) => byFoldedName.get(foldName(name))).find(Boolean);
  return {
    values,
    find(canonical, others = []) {
      const found = search(canonical, others);
      return found && { ...found, value: unlist(found.value) };
    },
  };
}

function index(values: PostedValue[], keyOf: (name: string) => string): Map<string, PostedValue> {
  const found = new Map<string, PostedValue>();
  for (const value of values) {
    if (isEmpty(value.value)) continue;
    for (const name of value.names) {
      const key = keyOf(name);
      if (!found.has(key)) found.set(key, value);
    }
  }
  return found;
}

/** `a.b.0` or `a[b][0]`; a property that has the whole path as its name comes first. */
function valueAt(body: PlainRecord, path: string): PostedValue | undefined {
  if (Object.hasOwn(body, path)) return { names: [path], value: body[path], pointer: pointerTo('', path) };
  let value: unknown = body;
  let pointer = '';
  for (const step of path.split(/[.[\]]+/).filter(Boolean)) {
    value = own(value, step);
    pointer = pointerTo(pointer, step);
  }
  return value === undefined || pointer === '' ? undefined : { names: [path], value, pointer };
}
