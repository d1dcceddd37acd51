import type { Problem } from '../../domain/kweek-error.ts';
import type { Config } from '../../domain/programme/config.ts';
import type { Magnet } from '../../domain/signup/magnet.ts';
import { pointerTo } from '../../domain/signup/posted-value.ts';
import { problemsOfPage, warningsOfPage } from '../../mail/magnet-page.ts';

/** What would keep the pages of magnets from being shown. Pointers into the document. */
export const problemsOfMagnets = (config: Config): Problem[] =>
  inEach(config, (magnet) => problemsOfPage(magnet, config));

/** What these pages should not have, or will not show. Pointers into the document. */
export const warningsOfMagnets = (config: Config): Problem[] =>
  inEach(config, (magnet) => warningsOfPage(magnet, config));

const inEach = (config: Config, look: (magnet: Magnet) => Problem[]): Problem[] =>
  Object.entries(config.magnets).flatMap(([slug, magnet]) =>
    look(magnet).map((found) => ({ ...found, pointer: `${pointerTo('/magnets', slug)}${found.pointer}` })),
  );
