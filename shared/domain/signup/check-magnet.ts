import type { Problem } from '../kweek-error.ts';
import { checkTemplateName } from '../programme/check-template-name.ts';
import type { Config } from '../programme/config.ts';
import type { Magnet } from './magnet.ts';
import { pointerTo } from './posted-value.ts';

/** Where a magnet lives, said once and for languages that there are; and the mail that brings it. */
export function checkMagnet(magnet: Magnet, at: string, config: Config): Problem[] {
  const { url, page } = magnet;
  const problems: Problem[] = Object.keys(url ?? {})
    .filter((language) => !/^[a-z]{2}$/.test(language))
    .map((language) => ({
      pointer: pointerTo(`${at}/url`, language),
      detail: 'Addresses are given by language: use a two-letter language code, such as "en".',
      code: 'unknown_language',
    }));
  if (url && page) {
    const detail = 'A magnet is an address or a page of ours: leave one of them out.';
    problems.push({ pointer: `${at}/page`, detail, code: 'two_places' });
  } else if (Object.keys(url ?? page ?? {}).length === 0) {
    const detail = page
      ? 'Write this page in at least one language.'
      : 'Give the address of this magnet in at least one language, or write its page.';
    problems.push({ pointer: `${at}/${page ? 'page' : 'url'}`, detail, code: 'missing_text' });
  }
  return [...problems, ...checkTemplateName(magnet.template, 'magnet', `${at}/template`, config)];
}
