import { expect, test } from 'vitest';
import { completeConfig } from '../../shared/domain/programme/complete-config.ts';
import type { PublishedConfig } from '../../shared/domain/programme/config.ts';
import { planPublication } from '../../shared/domain/programme/publication.ts';
import { settingDefaults } from '../../shared/domain/programme/setting-defaults.ts';
import { testConfig } from '../fixtures/config.ts';

/** What an earlier release published: it knew none of the settings that came since, no partials and no kinds of magnets. */
function older(): PublishedConfig {
  const { partials: _, settings, magnets, ...config } = testConfig();
  const known = Object.entries(settings).filter(([name]) => !Object.hasOwn(settingDefaults, name));
  const kindless = Object.entries(magnets).map(([slug, { kind: __, ...magnet }]) => [slug, magnet]);
  const document = {
    ...config,
    magnets: Object.fromEntries(kindless),
    settings: Object.fromEntries(known),
  };
  return { ...document, version: 3, publishedAt: 7, sequenceVersions: {} } as unknown as PublishedConfig;
}

test('an older document says the defaults of what it does not say', () => {
  const { settings, partials } = completeConfig(older());
  expect(settings).toMatchObject({ currency: 'EUR', brand: {}, senders: {}, colleagues: [] });
  expect(settings.businessHours).toEqual({ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] });
  expect(partials).toEqual({});
});

test('publishing an older document again changes nothing', () => {
  const { isNew, changes } = planPublication(completeConfig(older()), testConfig(), 9);
  expect([isNew, changes.settings, changes.magnets.changed]).toEqual([false, false, []]);
});

test('what a document says stays', () => {
  const before = older();
  const said = { ...before, settings: { ...before.settings, currency: 'CHF' } };
  expect(completeConfig(said).settings.currency).toBe('CHF');
});
