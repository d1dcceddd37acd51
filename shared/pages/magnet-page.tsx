import { raw } from 'hono/html';
import type { MagnetKind } from '../domain/signup/magnet.ts';
import { Frame, type Sender } from './frame.tsx';
import { linkWordsIn } from './link-words.ts';

export interface MagnetPageProps extends Sender {
  kind: MagnetKind;
  title: string;
  /** HTML that `cleanPage` wrote, in `bodyLanguage`. */
  body: string;
  bodyLanguage: string;
  /** Until when its link works, ISO 8601; shown as a day in `timeZone`. None in a preview. */
  until?: string | undefined;
  timeZone: string;
}

/** What somebody asked for, where it is a page of ours. */
export function magnetPage(props: MagnetPageProps) {
  const { language, bodyLanguage, kind, title, body, until, timeZone } = props;
  const words = linkWordsIn(language).magnet;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone });
  return (
    <Frame {...props}>
      <article class="sheet page">
        <p class="soft">{words.kinds[kind]}</p>
        <h1>{title}</h1>
        <div lang={bodyLanguage}>{raw(body)}</div>
        {until !== undefined && <p class="soft">{words.until(day.format(new Date(until)))}</p>}
      </article>
    </Frame>
  );
}
