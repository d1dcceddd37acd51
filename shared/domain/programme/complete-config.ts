import type { MagnetKind } from '../signup/magnet.ts';
import type { PublishedConfig } from './config.ts';
import { settingDefaults } from './setting-defaults.ts';

/**
 * A document as it was published, with what later releases added: what it does not say is as if it said the
 * default. In the order of the schemas, so that publishing it again changes nothing.
 */
export function completeConfig(document: PublishedConfig): PublishedConfig {
  const { version, publishedAt, sequenceVersions, ...config } = document;
  return {
    ...config,
    settings: { ...document.settings, ...missing(document.settings, settingDefaults) },
    magnets: kindsOf(document.magnets),
    partials: document.partials ?? {},
    version,
    publishedAt,
    sequenceVersions,
  };
}

/** As the schema of magnets says, which those who only read do not load. */
const unsaid: { kind: MagnetKind } = { kind: 'other' };

const kindsOf = (magnets: PublishedConfig['magnets']): PublishedConfig['magnets'] =>
  Object.fromEntries(Object.entries(magnets).map(([slug, magnet]) => [slug, { ...unsaid, ...magnet }]));

const missing = <D extends object>(given: object, defaults: D): D =>
  Object.fromEntries(Object.entries(defaults).filter(([name]) => !Object.hasOwn(given, name))) as D;
