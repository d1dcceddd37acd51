import { anchor, nameOf, type Schema } from './document.ts';
import { Words } from './prose.tsx';

/** What a value may be, in a few words; named schemas are links to their own section. */
export function TypeName({ schema }: { schema: Schema }) {
  const { $ref, enum: values, items, additionalProperties } = schema;
  const choices = schema.anyOf ?? schema.oneOf;
  if ($ref) return <a href={`#schema-${anchor(nameOf($ref))}`}>{nameOf($ref)}</a>;
  if (schema.allOf) return <Choices schemas={schema.allOf} between=" and " />;
  if (choices) return <Choices schemas={choices} between=" or " />;
  if (values) return <>{values.map((value) => JSON.stringify(value)).join(' | ')}</>;
  if (items) {
    return (
      <>
        list of <TypeName schema={items} />
      </>
    );
  }
  if (typeof additionalProperties === 'object' && !schema.properties) {
    return (
      <>
        by name: <TypeName schema={additionalProperties} />
      </>
    );
  }
  return <>{[schema.type ?? 'anything'].flat().map(plain(schema.format)).join(' or ')}</>;
}

function Choices({ schemas, between }: { schemas: Schema[]; between: string }) {
  return (
    <>
      {schemas.map((schema, i) => (
        <>
          {i > 0 && between}
          <TypeName schema={schema} />
        </>
      ))}
    </>
  );
}

const words: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
};
const formats: Record<string, string> = { 'date-time': 'time', email: 'email address', uri: 'URL' };

const plain = (format: string | undefined) => (type: string) =>
  (type === 'string' && format ? formats[format] : undefined) ?? words[type] ?? type;

/** The properties of an object, or of those in a list of objects; nothing for anything else. */
export function Properties({ schema }: { schema: Schema }) {
  const inner = innerOf(schema);
  if (!inner?.properties) return null;
  const { properties, required = [] } = inner;
  return (
    <dl>
      {Object.entries(properties).map(([name, property]) => (
        <div>
          <dt>
            <code>{name}</code> <TypeName schema={property} />
            {!required.includes(name) && <small> optional</small>}
          </dt>
          <Details schema={property} />
        </div>
      ))}
    </dl>
  );
}

function Details({ schema }: { schema: Schema }) {
  const limits = limitsOf(schema);
  return (
    <dd>
      {schema.description && <Words text={schema.description} />}
      {limits && <small>{limits}</small>}
      <Properties schema={schema} />
      {(schema.anyOf ?? schema.oneOf ?? []).map((choice) => (
        <Properties schema={choice} />
      ))}
    </dd>
  );
}

function innerOf(schema: Schema): Schema | undefined {
  if (schema.properties) return schema;
  if (schema.items) return innerOf(schema.items);
  return typeof schema.additionalProperties === 'object' ? innerOf(schema.additionalProperties) : undefined;
}

/** Bounds and defaults, as far as they fit a line. */
export function limitsOf(schema: Schema): string {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum, pattern, format } = schema;
  const fallback = schema.default === undefined ? '' : JSON.stringify(schema.default);
  return [
    range('characters', minLength, maxLength),
    range('entries', minItems, maxItems),
    range('', minimum, maximum),
    pattern && !format && pattern.length < 60 ? `as ${pattern}` : '',
    fallback && fallback.length < 60 ? `default ${fallback}` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

function range(unit: string, least?: number, most?: number): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `at least ${least} ${unit}`.trim();
  return `${least === undefined ? 'up to' : `${least} to`} ${most} ${unit}`.trim();
}
