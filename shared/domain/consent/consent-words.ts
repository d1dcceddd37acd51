import type { Problem } from '../kweek-error.ts';
import type { Config } from '../programme/config.ts';
import type { ConsentText } from '../signup/form.ts';
import { pointerTo } from '../signup/posted-value.ts';

/** `newsletter@2` names words that someone agreed to: the same words in every form. */
export function checkConsentWords(forms: Config['forms']): Problem[] {
  const seen = new Map<string, ConsentText>();
  return consentTexts(forms).flatMap(({ pointer, words }) => {
    const name = `${words.id}@${words.version}`;
    const known = seen.get(name) ?? words;
    seen.set(name, known);
    if (!saysOtherwise(known, words)) return [];
    const detail = `Another form says something else as ${name}: use the same words, or another id or version.`;
    return [{ pointer: `${pointer}/text`, detail, code: 'consent_words_differ' }];
  });
}

/** People agreed to the words as they were: new words need a new version. */
export function checkConsentVersions(before: Config['forms'], after: Config['forms']): Problem[] {
  const old = consentTexts(before).map(({ words }) => words);
  return consentTexts(after).flatMap(({ pointer, words }) => {
    const same = old.find(({ id, version }) => id === words.id && version === words.version);
    if (!same || !saysOtherwise(same, words)) return [];
    const detail = `People agreed to other words as ${words.id}@${words.version}: raise the version.`;
    return [{ pointer: `${pointer}/version`, detail, code: 'consent_words_changed' }];
  });
}

/** The words of this name (`newsletter@2`), whichever form has them; none when no form has them any more. */
export const wordsNamed = (forms: Config['forms'], name: string): ConsentText['text'] | undefined =>
  consentTexts(forms).find(({ words: { id, version } }) => `${id}@${version}` === name)?.words.text;

/** Every consent text of every form, with a pointer to it. */
function consentTexts(forms: Config['forms']): { pointer: string; words: ConsentText }[] {
  return Object.entries(forms).flatMap(([slug, { consent }]) =>
    Object.entries(consent).flatMap(([purpose, words]) =>
      words ? [{ pointer: `${pointerTo('/forms', slug)}/consent/${purpose}`, words }] : [],
    ),
  );
}

/** In some language, the two do not say the same. A language more is no difference. */
const saysOtherwise = (one: ConsentText, other: ConsentText): boolean =>
  Object.entries(one.text).some(([language, text]) => (other.text[language] ?? text) !== text);
