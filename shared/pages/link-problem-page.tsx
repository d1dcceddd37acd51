import { Frame, type Sender } from './frame.tsx';
import { linkWordsIn } from './link-words.ts';

export interface LinkProblemPageProps extends Sender {
  problem: 'expired' | 'invalid';
  /** Where to ask for a new link. */
  formUrl?: string | undefined;
}

/** A link that is too old, or that we did not make: what may have happened, and what to do. */
export function linkProblemPage(props: LinkProblemPageProps) {
  const words = linkWordsIn(props.language).linkProblem;
  const isExpired = props.problem === 'expired';
  const title = isExpired ? words.expired : words.invalid;
  return (
    <Frame {...props} title={title}>
      <div class="sheet">
        <h1>{title}</h1>
        <p>{isExpired ? words.expiredAbout : words.invalidAbout}</p>
        {props.formUrl !== undefined && (
          <a class="button" href={props.formUrl}>
            {words.again}
          </a>
        )}
      </div>
    </Frame>
  );
}
