import { Frame, type Sender } from './frame.tsx';
import { linkWordsIn } from './link-words.ts';
import { Sprout, Tick } from './marks.tsx';

export interface ConfirmedPageProps extends Sender {
  /** Titles of what is now on its way. */
  magnets?: readonly string[];
  /** Did the person ask for news as well? */
  marketing: boolean;
}

/** After the confirmation, also after the second press of the same button. */
export function confirmedPage(props: ConfirmedPageProps) {
  const words = linkWordsIn(props.language).confirmed;
  const magnets = props.magnets ?? [];
  return (
    <Frame {...props} title={words.title}>
      <div class="sheet">
        <Sprout />
        <h1>{words.title}</h1>
        {magnets.length > 0 && (
          <>
            <p>{words.onItsWay}</p>
            <ul class="facts">
              {magnets.map((title) => (
                <li>
                  <Tick />
                  {title}
                </li>
              ))}
            </ul>
          </>
        )}
        {props.marketing && <p>{words.news(props.companyName)}</p>}
        <p class="soft">{words.none}</p>
      </div>
    </Frame>
  );
}
