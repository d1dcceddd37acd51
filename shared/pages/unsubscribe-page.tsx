import { Frame, type Sender } from './frame.tsx';
import { linkWordsIn } from './link-words.ts';

export interface UnsubscribePageProps extends Sender {
  /** As it may be shown: a mail may have been passed on. */
  address?: string | undefined;
}

/** What a person sees behind an unsubscribe link; opening it changes nothing. The button posts to the same URL. */
export function unsubscribePage(props: UnsubscribePageProps) {
  const words = linkWordsIn(props.language).unsubscribe;
  return (
    <Frame {...props} title={words.title}>
      <div class="sheet">
        <h1>{words.title}</h1>
        <p>{words.about(props.companyName, props.address)}</p>
        <form method="post">
          <button type="submit">{words.button}</button>
          <p class="soft">{words.stay}</p>
        </form>
      </div>
    </Frame>
  );
}
