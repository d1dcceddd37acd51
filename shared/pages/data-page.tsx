import { choiceWordsIn } from './choice-words.ts';
import { Frame, type Sender } from './frame.tsx';

/** When somebody came, and from where. */
type ShownTouch = { at: string; [of: string]: string };

/** What there is to show: a `LeadExport`, as far as people read it. */
export interface ShownData {
  lead: {
    email: string;
    fields: Record<string, string | number | boolean>;
    mailability: string;
    language: string;
    timeZone: string;
    score: { fit: number; grade: string; engagement: number };
    nurtureStage: string;
    lifecycle: string;
    createdAt: string;
    attribution: { first?: ShownTouch; last?: ShownTouch };
  };
  consents: readonly {
    purpose: 'marketing' | 'tracking';
    granted: boolean;
    at: string;
    text?: string;
    page?: string;
    ip?: string;
    withdrawnAt?: string;
    doubleOptIn?: { confirmedAt?: string };
  }[];
  timeline: readonly { type: string; at: string; [detail: string]: unknown }[];
}

export interface DataPageProps extends Sender {
  data: ShownData;
  /** What fields are called, by name, in the reader's language. */
  labels?: Record<string, string>;
  /** Left out where a colleague reads it. */
  own?: { downloadUrl: string; preferencesUrl?: string | undefined };
}

/** All that is known of a person, to read; on the person's own page also to take along and to have erased. */
export function dataPage(props: DataPageProps) {
  const { data, language, own } = props;
  const { timeZone } = data.lead;
  const words = choiceWordsIn(language).data;
  return (
    <Frame {...props} title={words.title}>
      <div class="sheet">
        <h1>{words.title}</h1>
        <p class="lead">{words.about(props.companyName)}</p>
        {own && (
          <p>
            <a class="button" href={own.downloadUrl} download>
              {words.download}
            </a>
          </p>
        )}
        <h2>{words.who}</h2>
        <Facts facts={factsOf(props)} />
        <h2>{words.agreed}</h2>
        {data.consents.length === 0 && <p>{words.nothing}</p>}
        <ul class="story">
          {data.consents.map((consent) => (
            <li>
              <time datetime={consent.at}>{dateOf(consent.at, language, timeZone)}</time>
              <strong>{words[consent.purpose]}</strong>: {consent.granted ? words.yes : words.no}
              <Details
                of={[consent.text, consent.page, consent.ip]}
                last={
                  consent.withdrawnAt &&
                  `${words.withdrawn}: ${dateOf(consent.withdrawnAt, language, timeZone)}`
                }
              />
            </li>
          ))}
        </ul>
        <h2>{words.happened}</h2>
        <ul class="story">
          {data.timeline.map((one) => (
            <li>
              <time datetime={one.at}>{dateOf(one.at, language, timeZone)}</time>
              <strong>{words.events[one.type] ?? one.type}</strong>
              <Details of={detailsOf(one)} />
            </li>
          ))}
        </ul>
        {own && <Erase {...props} />}
      </div>
    </Frame>
  );
}

/** The form that asks once more; it posts to the page's own URL. */
function Erase({ language, companyName, own }: DataPageProps) {
  const words = choiceWordsIn(language).data;
  return (
    <>
      <h2>{words.erase}</h2>
      <p>{words.eraseAbout(companyName)}</p>
      <form method="post">
        <div class="tick">
          <input type="checkbox" id="sure" name="sure" value="on" required />
          <label for="sure">{words.eraseSure}</label>
        </div>
        <button type="submit" class="alarm">
          {words.erase}
        </button>
      </form>
      {own?.preferencesUrl && (
        <p class="soft">
          <a href={own.preferencesUrl}>{words.back}</a>
        </p>
      )}
    </>
  );
}

/** After an erasure; of whom is not known any more. */
export function erasedPage(props: Sender) {
  const words = choiceWordsIn(props.language).data;
  return (
    <Frame {...props} title={words.erased}>
      <div class="sheet">
        <h1>{words.erased}</h1>
        <p>{words.erasedAbout}</p>
      </div>
    </Frame>
  );
}

function Facts({ facts }: { facts: [string, string][] }) {
  return (
    <dl class="known">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf({ data: { lead }, language, labels = {} }: DataPageProps): [string, string][] {
  const words = choiceWordsIn(language).data;
  const { score, attribution } = lead;
  const touched = (what: string, touch: ShownTouch | undefined): [string, string][] => {
    if (!touch) return [];
    const { at, ...from } = touch;
    return [[what, [dateOf(at, language, lead.timeZone), ...Object.values(from)].join(', ')]];
  };
  return [
    [words.address, lead.email],
    ...Object.entries(lead.fields).map(([name, value]): [string, string] => [
      labels[name] ?? name,
      String(value),
    ]),
    [words.language, `${lead.language}, ${lead.timeZone}`],
    [words.since, dateOf(lead.createdAt, language, lead.timeZone)],
    [words.state, words.states[lead.mailability] ?? lead.mailability],
    [words.score, `fit ${score.fit} (${score.grade}), engagement ${score.engagement.toFixed(1)}`],
    [words.stage, `${lead.nurtureStage}, ${lead.lifecycle}`],
    ...touched(words.firstTouch, attribution.first),
    ...touched(words.lastTouch, attribution.last),
  ];
}

function Details({ of, last }: { of: readonly (string | undefined)[]; last?: string | undefined }) {
  const shown = [...of, last].filter(Boolean);
  return shown.length > 0 ? <small>{shown.join(' · ')}</small> : null;
}

/** Numbers by which we find things: they tell a reader nothing. */
const unread = new Set(
  'type at version sendId messageId tokenHash submission occurrence sequenceVersion rule after'.split(' '),
);

/** What is short enough to stand in a line, and says something; the download has all of it. */
const detailsOf = (one: ShownData['timeline'][number]): string[] =>
  Object.entries(one)
    .filter(([name, value]) => !unread.has(name) && ['string', 'number'].includes(typeof value))
    .map(([name, value]) => `${name}: ${value}`);

/** By the person's own clock. */
const dateOf = (iso: string, language: string, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(iso),
  );
