import { choiceWordsIn } from './choice-words.ts';
import { Frame, type Sender } from './frame.tsx';
import { Sprout, Tick } from './marks.tsx';

export interface PreferencesPageProps extends Sender {
  /** Each with whether the lead wants to hear of it. */
  topics: readonly { id: string; title: string; on: boolean }[];
  frequency: 'normal' | 'less';
  languages: readonly string[];
  /** ISO 8601; absent when the lead is not paused. */
  pausedUntil?: string | undefined;
  /** May news be paused? Who gets only what it asks for has nothing to pause. */
  canPause: boolean;
  /** Was consent to be tracked given? It may be withdrawn here, and is given elsewhere. */
  isTracked: boolean;
  saved?: boolean;
  unsubscribeUrl: string;
  /** Absent when the mail is too old to lead there. */
  dataUrl?: string | undefined;
}

/** What to hear of, how often, in which language: one form, one button, no script. */
export function preferencesPage(props: PreferencesPageProps) {
  const words = choiceWordsIn(props.language).preferences;
  return (
    <Frame {...props} title={words.title}>
      <div class="sheet">
        <Sprout />
        <h1>{words.title}</h1>
        <p class="lead">{words.about(props.companyName)}</p>
        {props.saved && (
          <p class="note" role="status">
            <Tick />
            {words.saved}
          </p>
        )}
        <form method="post">
          <input type="hidden" name="form" value="preferences" />
          <Topics {...props} />
          <Choice
            legend={words.frequency}
            name="frequency"
            chosen={props.frequency}
            options={[
              ['normal', words.normal],
              ['less', words.less],
            ]}
          />
          {props.languages.length > 1 && (
            <div class="field">
              <label for="language">{words.language}</label>
              <select id="language" name="language">
                {props.languages.map((one) => (
                  <option value={one} lang={one} selected={one === props.language}>
                    {new Intl.DisplayNames([one], { type: 'language' }).of(one)}
                  </option>
                ))}
              </select>
            </div>
          )}
          <Pause {...props} />
          {props.isTracked && (
            <fieldset class="field">
              <legend>{words.tracking}</legend>
              <input type="hidden" name="tracking_shown" value="on" />
              <Box id="tracking" name="tracking" label={words.trackingOn} checked />
            </fieldset>
          )}
          <button type="submit">{words.save}</button>
        </form>
        <ul class="ways">
          <li>
            <a href={props.unsubscribeUrl}>{words.leave}</a>
          </li>
          {props.dataUrl !== undefined && (
            <li>
              <a href={props.dataUrl}>{words.data}</a>
            </li>
          )}
        </ul>
      </div>
    </Frame>
  );
}

function Topics({ topics, language }: PreferencesPageProps) {
  if (topics.length === 0) return null;
  return (
    <fieldset class="field">
      <legend>{choiceWordsIn(language).preferences.topics}</legend>
      {topics.map(({ id, title, on }) => (
        <Box id={`topic-${id}`} name="topic" value={id} label={title} checked={on} />
      ))}
    </fieldset>
  );
}

function Pause({ language, pausedUntil, canPause }: PreferencesPageProps) {
  const words = choiceWordsIn(language).preferences;
  if (!canPause) return null;
  if (pausedUntil === undefined)
    return (
      <fieldset class="field">
        <legend>{words.pause}</legend>
        <Box id="pause" name="pause" value="start" label={words.pauseFor} checked={false} />
      </fieldset>
    );
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(pausedUntil),
  );
  return (
    <fieldset class="field">
      <legend>{words.pausedUntil(date)}</legend>
      <Box id="resume" name="pause" value="end" label={words.resume} checked={false} />
    </fieldset>
  );
}

function Box(props: { id: string; name: string; value?: string; label: string; checked: boolean }) {
  const { id, name, value = 'on', label, checked } = props;
  return (
    <div class="tick">
      <input type="checkbox" id={id} name={name} value={value} checked={checked} />
      <label for={id}>{label}</label>
    </div>
  );
}

function Choice(props: { legend: string; name: string; chosen: string; options: [string, string][] }) {
  return (
    <fieldset class="field">
      <legend>{props.legend}</legend>
      {props.options.map(([value, label]) => (
        <div class="tick">
          <input
            type="radio"
            id={`${props.name}-${value}`}
            name={props.name}
            value={value}
            checked={value === props.chosen}
          />
          <label for={`${props.name}-${value}`}>{label}</label>
        </div>
      ))}
    </fieldset>
  );
}
