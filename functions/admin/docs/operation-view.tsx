import { curlOf } from './curl.ts';
import { type ApiDocument, type Endpoint, exampleOf, type MediaType, type Parameter } from './document.ts';
import { Prose, Words } from './prose.tsx';
import { limitsOf, Properties, TypeName } from './schema-view.tsx';

/** One operation: what it does, who may call it, what goes in and what comes out. */
export function OperationView({ endpoint, document }: { endpoint: Endpoint; document: ApiDocument }) {
  const { id, method, path, operation } = endpoint;
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const answers = Object.entries(responses);
  return (
    <article id={id}>
      <h3>{summary}</h3>
      <p class="route">
        <b class={method.toLowerCase()}>{method}</b> <code>{path}</code>
      </p>
      <Prose text={description} />
      <p class="scopes">
        Scopes:{' '}
        {operation['x-scopes'].map((scope) => (
          <span>{scope}</span>
        ))}
      </p>
      <pre tabindex={0}>{curlOf(endpoint, document)}</pre>
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {requestBody && (
        <section>
          <h4>Body</h4>
          <Body content={requestBody.content} document={document} />
        </section>
      )}
      <section>
        <h4>Answers</h4>
        {answers
          .filter(([, { content }]) => content?.['application/json'])
          .map(([status, { description: meaning, content }]) => (
            <>
              <p>
                <b class="status">{status}</b> <Words text={meaning} />
              </p>
              <Body content={content ?? {}} document={document} />
            </>
          ))}
        <ul class="refusals">
          {answers
            .filter(([, { content }]) => !content?.['application/json'])
            .map(([status, { description: meaning }]) => (
              <li>
                <b class="status">{status}</b> <Words text={meaning} />
              </li>
            ))}
        </ul>
      </section>
    </article>
  );
}

function Parameters({ parameters }: { parameters: Parameter[] }) {
  return (
    <section>
      <h4>Parameters</h4>
      <dl>
        {parameters.map(({ name, in: where, required, schema, description }) => (
          <div>
            <dt>
              <code>{name}</code> <TypeName schema={schema} />
              <small>
                {' '}
                {where === 'path' ? 'in the path' : where === 'header' ? 'a header' : 'in the query'}
              </small>
              {!required && <small>, optional</small>}
            </dt>
            <dd>
              {description && <Words text={description} />}
              {limitsOf(schema) && <small>{limitsOf(schema)}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Body({ content, document }: { content: Record<string, MediaType>; document: ApiDocument }) {
  return (
    <>
      {Object.values(content).map((media) => {
        const example = exampleOf(media, document);
        return (
          <>
            {!media.schema.properties && (
              <p class="type">
                <TypeName schema={media.schema} />
              </p>
            )}
            <Properties schema={media.schema} />
            {example !== undefined && (
              <details>
                <summary>Example</summary>
                <pre tabindex={0}>{JSON.stringify(example, undefined, 2)}</pre>
              </details>
            )}
          </>
        );
      })}
    </>
  );
}
