import { localize } from '../../shared/domain/programme/localize.ts';
import type { Settings } from '../../shared/domain/programme/settings.ts';
import { readTouch, type TouchValues } from '../../shared/domain/sales/attribution.ts';
import { emailFieldOf } from '../../shared/domain/signup/field-names.ts';
import type { Form } from '../../shared/domain/signup/form.ts';
import { own, text } from '../../shared/domain/signup/posted-value.ts';
import type { SubmissionError } from '../../shared/domain/signup/submission-error.ts';
import { formWordsIn } from '../../shared/pages/form-words.ts';
import { Frame } from '../../shared/pages/frame.tsx';
import { Branch, Sprout } from '../../shared/pages/marks.tsx';
import { ADDRESS_CHECK } from './address-check.ts';
import { ConsentBox, errorText, FieldRow, fieldId } from './form-field.tsx';

export interface FormPageProps {
  form: Form;
  formId: string;
  settings: Pick<Settings, 'company'>;
  /** One of the form's. */
  language: string;
  /** What was posted before, to fill in again. */
  values?: Readonly<Record<string, unknown>>;
  errors?: readonly SubmissionError[];
  /** An address that was probably meant: asked about, never taken by itself. */
  meant?: string | undefined;
  /** When this page is drawn, signed. */
  renderedAt?: string;
  /** Drawn inside another page. */
  embed?: boolean;
  /** The campaign parameters of the page's own URL; they travel with the form. */
  touch?: TouchValues;
  magnet?: string | undefined;
}

/** The form as a page of its own: works without scripts and says beside each field what is wrong with it. */
export function formPage(props: FormPageProps) {
  const { form, formId, settings, language, values = {}, errors = [], meant, embed = false } = props;
  const carried = carriedValues(props);
  const words = formWordsIn(language);
  const say = (texts: Record<string, string>): string => localize(texts, language, form.languages);
  const title = say(form.title);
  const intro = form.intro && say(form.intro);
  const { marketing, tracking } = form.consent;
  return (
    <Frame
      language={language}
      companyName={settings.company.name}
      companyAddress={settings.company.address}
      title={errors.length > 0 || meant ? `${words.form.check}: ${title}` : title}
      layout={embed ? 'embed' : 'wide'}
      description={intro ?? title}
      navigation={<Languages form={form} language={language} carried={carried} />}
    >
      <header>
        {!embed && <Sprout />}
        <h1>{title}</h1>
        {intro && <p class="lead">{intro}</p>}
        {!embed && <Branch />}
      </header>
      <form
        class="sheet"
        method="post"
        action={`/f/${formId}?${new URLSearchParams({ lang: language, ...(embed && { embed: '1' }) })}`}
        // The marketer's thank-you page need not allow to be framed.
        {...(embed && form.thankYouUrl !== undefined && { target: '_top' })}
      >
        <Summary form={form} errors={errors} language={language} />
        {form.fields.map((field) => (
          <>
            <FieldRow
              field={field}
              value={own(values, field.name)}
              error={errors.find((error) => error.field === field.name)}
              language={language}
              fallbacks={form.languages}
            />
            {meant && field === emailFieldOf(form) && (
              <Meant address={meant} field={field.name} language={language} />
            )}
          </>
        ))}
        {(marketing || tracking) && (
          <div class="consent">
            {marketing && (
              <>
                <ConsentBox purpose="marketing" text={say(marketing.text)} given={own(values, 'consent')} />
                <input type="hidden" name="consent[textId]" value={`${marketing.id}@${marketing.version}`} />
              </>
            )}
            {tracking && (
              <ConsentBox purpose="tracking" text={say(tracking.text)} given={own(values, 'consent')} />
            )}
          </div>
        )}
        {Object.entries({
          ...carried,
          ...drawnAt(props),
          language,
          [ADDRESS_CHECK]: meant ? 'asked' : addressCheck(values),
        }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {!form.fields.some(({ name }) => name === 'website') && (
          <div class="trap" aria-hidden="true">
            <label for="website">{words.form.leaveEmpty}</label>
            <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
          </div>
        )}
        <button type="submit">{form.button ? say(form.button) : words.form.send}</button>
        {marketing && <p class="soft">{words.form.leaveAnyTime}</p>}
      </form>
    </Frame>
  );
}

const addressCheck = (values: Readonly<Record<string, unknown>>): string =>
  own(values, ADDRESS_CHECK) === 'asked' ? 'asked' : 'ask';

/**
 * Its yes stands behind the field, whose name it has: of two values the last counts. Its no comes first and
 * says nothing, since the Enter key presses a form's first button.
 */
function Meant({ address, field, language }: { address: string; field: string; language: string }) {
  const words = formWordsIn(language).meant;
  return (
    <div class="meant" role="alert" tabindex={-1} autofocus>
      <p>{words.ask(address)}</p>
      <button type="submit" class="quiet">
        {words.no}
      </button>
      <button type="submit" name={field} value={address}>
        {words.yes(address)}
      </button>
    </div>
  );
}

function Summary(props: { form: Form; errors: readonly SubmissionError[]; language: string }) {
  const { form, errors, language } = props;
  if (errors.length === 0) return null;
  // A reader whose post failed starts at what is wrong.
  return (
    <div class="summary" role="alert" tabindex={-1} autofocus>
      <h2>{formWordsIn(language).form.check}</h2>
      <ul>
        {errors.map((error) => {
          const field = form.fields.find(({ name }) => name === error.field);
          const message = errorText(error, field, language);
          if (!field) return <li>{message}</li>;
          return (
            <li>
              <a href={`#${fieldId(field.name)}`}>{localize(field.label, language, form.languages)}</a>:{' '}
              {message}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Of a page that came back the first drawing counts: who mends one field is soon done. */
function drawnAt({ values, renderedAt }: FormPageProps): Record<string, string> {
  const at = text(own(values, 'rendered_at')) ?? renderedAt;
  return at === undefined ? {} : { rendered_at: at };
}

/** Campaign parameters and magnet, of the page's own URL or of a post that failed; nothing the form does not offer. */
function carriedValues({ form, values, touch, magnet }: FormPageProps): Record<string, string> {
  const asked = magnet ?? own(values, 'magnet');
  const offered = form.magnets.find((slug) => slug === asked);
  return {
    ...readTouch((key) => own(values, key)).touch,
    ...touch,
    ...(offered !== undefined && { magnet: offered }),
  };
}

function Languages(props: { form: Form; language: string; carried: Record<string, string> }) {
  const { form, language, carried } = props;
  if (form.languages.length < 2) return null;
  return (
    <nav aria-label={formWordsIn(language).form.languages}>
      <ul class="languages">
        {form.languages.map((lang) => (
          <li>
            <a
              href={`?${new URLSearchParams({ ...carried, lang })}`}
              lang={lang}
              hreflang={lang}
              {...(lang === language && { 'aria-current': 'page' })}
            >
              {new Intl.DisplayNames([lang], { type: 'language' }).of(lang)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
