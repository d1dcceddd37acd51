import { raw } from 'hono/html';
import { iconUrl } from '../../../shared/pages/marks.tsx';
import { docsStyles } from './docs-styles.ts';
import { type ApiDocument, anchor, endpointsOf, type Schema } from './document.ts';
import { OperationView } from './operation-view.tsx';
import { Prose } from './prose.tsx';
import { Properties, TypeName } from './schema-view.tsx';

/** The API to read: one page, made from its OpenAPI document. It needs no script and fetches nothing. */
export function DocsPage({ document }: { document: ApiDocument }) {
  const { info, tags, components } = document;
  const endpoints = endpointsOf(document);
  const of = (tag: string) => endpoints.filter(({ operation }) => operation.tags.includes(tag));
  const schemas = Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${info.title} API`}</title>
          <meta name="robots" content="noindex" />
          <link rel="icon" href={iconUrl} />
          <style>{raw(docsStyles)}</style>
        </head>
        <body>
          <nav aria-label="Operations">
            <a class="name" href="#top">
              {info.title} API
            </a>
            {tags.map(({ name }) => (
              <>
                <h2>{name}</h2>
                <ul>
                  {of(name).map(({ id, method, operation }) => (
                    <li>
                      <a href={`#${id}`}>
                        <b class={method.toLowerCase()}>{method}</b> {operation.summary}
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            ))}
            <h2>Schemas</h2>
            <ul class="names">
              {schemas.map(([name]) => (
                <li>
                  <a href={`#schema-${anchor(name)}`}>{name}</a>
                </li>
              ))}
            </ul>
            <h2>For programs</h2>
            <ul>
              <li>
                <a href="/v1/openapi.json">OpenAPI 3.1</a>
              </li>
            </ul>
          </nav>
          <main id="top">
            <header>
              <h1>{info.title} API</h1>
              <Prose text={info.description} />
            </header>
            {tags.map(({ name, description }) => (
              <section class="tag">
                <h2>{name}</h2>
                <p>{description}</p>
                {of(name).map((endpoint) => (
                  <OperationView endpoint={endpoint} document={document} />
                ))}
              </section>
            ))}
            <section class="tag">
              <h2>Schemas</h2>
              {schemas.map(([name, schema]) => (
                <SchemaView name={name} schema={schema} />
              ))}
            </section>
          </main>
        </body>
      </html>
    </>
  );
}

function SchemaView({ name, schema }: { name: string; schema: Schema }) {
  const { properties, description } = schema;
  return (
    <article id={`schema-${anchor(name)}`}>
      <h3>{name}</h3>
      {description && <Prose text={description} />}
      {!properties && (
        <p class="type">
          <TypeName schema={schema} />
        </p>
      )}
      <Properties schema={schema} />
    </article>
  );
}
