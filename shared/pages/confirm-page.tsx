import { Frame, type Sender } from './frame.tsx';
import { linkWordsIn } from './link-words.ts';
import { Sprout, Tick } from './marks.tsx';

export interface ConfirmPageProps extends Sender {
  /** As it may be shown; left out, the page does not name it. */
  address?: string | undefined;
  /** Titles of what was asked for. */
  magnets?: readonly string[];
  /** The words that were agreed to, by what they are about; empty where they are not known. */
  consents?: { news?: string; tracking?: string };
}

/** What the link in the confirmation mail opens: says what will be confirmed. The button posts to the same URL. */
export function confirmPage(props: ConfirmPageProps) {
  const words = linkWordsIn(props.language).confirm;
  const { news, tracking } = props.consents ?? {};
  const facts: [string, string | undefined][] = [
    [words.address, props.address],
    ...(props.magnets ?? []).map((title): [string, string] => [words.request, title]),
    ...(news === undefined ? [] : [[words.news, news || undefined] as [string, string | undefined]]),
    ...(tracking === undefined
      ? []
      : [[words.tracking, tracking || undefined] as [string, string | undefined]]),
  ];
  return (
    <Frame {...props} title={words.title}>
      <div class="sheet">
        <Sprout />
        <h1>{words.title}</h1>
        <p>{words.about(props.companyName)}</p>
        <ul class="facts">
          {facts.map(([what, detail]) => (
            <li>
              <Tick />
              {detail === undefined ? what : <small>{what}</small>}
              {detail}
            </li>
          ))}
        </ul>
        <form method="post">
          <button type="submit">{words.button}</button>
          <p class="soft">{words.notYou}</p>
        </form>
      </div>
    </Frame>
  );
}
