import type { Settings } from '../../shared/domain/programme/settings.ts';
import type { Form } from '../../shared/domain/signup/form.ts';
import { formWordsIn } from '../../shared/pages/form-words.ts';
import { Frame } from '../../shared/pages/frame.tsx';
import { Sprout } from '../../shared/pages/marks.tsx';

/** Our own thank-you page: the same for new and known people, so that nobody learns who is on the list. */
export function thanksPage(props: {
  form: Form;
  settings: Pick<Settings, 'company'>;
  language: string;
  embed?: boolean;
}) {
  const { form, settings, language, embed = false } = props;
  const words = formWordsIn(language).thanks;
  const asksForMagnet = form.magnets.length > 0;
  return (
    <Frame
      language={language}
      companyName={settings.company.name}
      companyAddress={settings.company.address}
      title={words.title}
      layout={embed ? 'embed' : 'narrow'}
    >
      <div class="sheet">
        <Sprout />
        <h1>{words.title}</h1>
        {asksForMagnet && <p class="lead">{words.look}</p>}
        {form.doubleOptIn && <p>{asksForMagnet ? words.confirm : words.newcomer}</p>}
        {(asksForMagnet || form.doubleOptIn) && <p class="soft">{words.nothing}</p>}
      </div>
    </Frame>
  );
}
