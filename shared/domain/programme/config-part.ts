import { pointerTo } from '../signup/posted-value.ts';
import type { Config } from './config.ts';

/** A part of the programme that is read and changed by itself; `undefined` where there is none. */
export interface ConfigPart<T> {
  /** Where it stands in the document (RFC 6901). */
  pointer: string;
  /** What it is, as people say it: `The sequence "welcome"`. */
  label: string;
  read(config: Config): T | undefined;
  /** The document with the part so from now on; `undefined` takes it out. */
  write(config: Config, part: T | undefined): Config;
}

type Named = 'forms' | 'magnets' | 'templates' | 'partials' | 'sequences';
type EntryOf<K extends Named> = Config[K][string];

/** One thing with a slug: `entryPart('sequences', 'welcome')`. */
export const entryPart = <K extends Named>(kind: K, slug: string): ConfigPart<EntryOf<K>> => ({
  pointer: pointerTo(`/${kind}`, slug),
  label: `The ${kind.slice(0, -1)} "${slug}"`,
  read: (config) => (Object.hasOwn(config[kind], slug) ? (config[kind][slug] as EntryOf<K>) : undefined),
  write: (config, part) => {
    const { [slug]: _, ...others } = config[kind];
    // In its own place, so that a change does not move it.
    const entries =
      part === undefined
        ? others
        : Object.hasOwn(config[kind], slug)
          ? Object.fromEntries(Object.entries(config[kind]).map(([s, e]) => [s, s === slug ? part : e]))
          : { ...others, [slug]: part };
    return { ...config, [kind]: entries };
  },
});

/** `settings` or `scoring`; these cannot be taken out. */
export const wholePart = <K extends 'settings' | 'scoring'>(kind: K): ConfigPart<Config[K]> => ({
  pointer: `/${kind}`,
  label: kind === 'settings' ? 'The settings' : 'The scoring model',
  read: (config) => config[kind],
  write: (config, part) => (part === undefined ? config : { ...config, [kind]: part }),
});
