import type { PreferencesChanged } from '../../shared/domain/lead/lead-event.ts';
import type { Settings } from '../../shared/domain/programme/settings.ts';

type Choice = Omit<PreferencesChanged, 'type' | 'at' | 'generation' | 'proof'>;

/** What the preferences form says. Anything that it does not offer is not read; a form of no such kind chooses nothing. */
export function readChoice(
  posted: URLSearchParams,
  { topics, languages }: Pick<Settings, 'topics' | 'languages'>,
): Choice {
  if (posted.get('form') !== 'preferences') return {};
  const wanted = posted.getAll('topic');
  const [frequency, language, pause] = ['frequency', 'language', 'pause'].map((name) => posted.get(name));
  return {
    topicsOff: topics.map(({ id }) => id).filter((id) => !wanted.includes(id)),
    ...(frequency === 'normal' || frequency === 'less' ? { frequency } : {}),
    ...(language && languages.includes(language) ? { language } : {}),
    ...(pause === 'start' || pause === 'end' ? { pause } : {}),
    ...(posted.has('tracking_shown') && !posted.has('tracking') ? { tracking: false } : {}),
  };
}
