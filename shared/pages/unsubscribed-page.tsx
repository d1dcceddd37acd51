import { choiceWordsIn } from './choice-words.ts';
import { Frame, type Sender } from './frame.tsx';
import { linkWordsIn } from './link-words.ts';

export interface UnsubscribedPageProps extends Sender {
  address?: string | undefined;
  /** Where to sign up again. */
  formUrl?: string | undefined;
  /** Who has left may still see what is known of it, and have it erased. */
  dataUrl?: string | undefined;
}

/** After unsubscribing, also when that had happened before. */
export function unsubscribedPage(props: UnsubscribedPageProps) {
  const words = linkWordsIn(props.language).unsubscribed;
  return (
    <Frame {...props} title={words.title}>
      <div class="sheet">
        <h1>{words.title}</h1>
        <p>{words.about(props.companyName, props.address)}</p>
        {props.formUrl !== undefined && (
          <p class="soft">
            <a href={props.formUrl}>{words.mistake}</a>
          </p>
        )}
        {props.dataUrl !== undefined && (
          <p class="soft">
            <a href={props.dataUrl}>{choiceWordsIn(props.language).preferences.data}</a>
          </p>
        )}
      </div>
    </Frame>
  );
}
