import type { TemplateValues } from './template-values.ts';

/** Where the links of a mail lead that nobody gets. */
export const sampleLinks = {
  confirm: 'https://kweek.invalid/l/confirm/token',
  magnet: 'https://kweek.invalid/l/magnet/token',
  unsubscribe: 'https://kweek.invalid/l/unsubscribe/token',
};

/** Everything a mail may name, each of the fields given as `word`. */
export const sampleValues = (fields: readonly string[], word: string): TemplateValues => ({
  lead: {
    ...Object.fromEntries(fields.map((name) => [name, word])),
    email: `${word}@kweek.invalid`,
    language: 'en',
  },
  brand: { name: 'Kweek', address: 'Voorbeeldstraat 1, 9000 Gent' },
  site_url: 'https://kweek.invalid',
  magnet: { title: 'A guide', url: sampleLinks.magnet },
  confirm_url: sampleLinks.confirm,
  unsubscribe_url: sampleLinks.unsubscribe,
});
