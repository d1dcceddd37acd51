import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { iconUrl } from './marks.tsx';
import { stylesheet } from './styles.ts';

/** What every lead-facing page knows about its sender. */
export interface Sender {
  language: string;
  companyName: string;
  /** The postal address, for the foot of the page. */
  companyAddress?: string | undefined;
}

interface FrameProps extends Sender {
  title: string;
  /** `wide`: two columns where there is room. `embed`: inside someone else's page, without foot or ground. */
  layout?: 'narrow' | 'wide' | 'embed';
  /** For search engines; a page without one asks not to be listed. */
  description?: string | undefined;
  navigation?: Child;
  children?: Child;
}

/** A whole document. It needs no script, fetches nothing and sets no cookie; `pageHeaders` guards it. */
export function Frame(props: FrameProps) {
  const { language, companyName, companyAddress, title, layout = 'narrow', description } = props;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · ${companyName}`}</title>
          {description === undefined ? (
            <meta name="robots" content="noindex" />
          ) : (
            <meta name="description" content={description} />
          )}
          <link rel="icon" href={iconUrl} />
          <style>{raw(stylesheet)}</style>
        </head>
        <body class={layout}>
          <main>{props.children}</main>
          {layout !== 'embed' && (
            <footer>
              {props.navigation}
              <p>
                <strong>{companyName}</strong>
                {companyAddress !== undefined && `\n${companyAddress}`}
              </p>
            </footer>
          )}
        </body>
      </html>
    </>
  );
}
