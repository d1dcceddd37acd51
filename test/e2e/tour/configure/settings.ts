import type { Chapter } from '../tour.ts';
import { colleague, open, ownHost } from './steps.ts';

export const settings: Chapter = {
  title: 'Settings, by two marketers at once',
  story: 'Both read the settings; one changes the brand, the other is too late and loses nothing.',
  async walk(tour) {
    const call = open(tour);
    const { body, etag } = await call('GET', '/v1/settings');
    const brand = { color: '#ffd400', footer: { en: 'Since 1999', nl: 'Sinds 1999' } };
    const mine = { ...body, brand, colleagues: [...(body.colleagues ?? []), colleague] };
    const put = await call('PUT', '/v1/settings', mine, etag);
    tour.check('The first one changes colour, footer and colleagues', '200', String(put.status));
    const late = await call('PUT', '/v1/settings', { ...body, currency: 'CHF' }, etag);
    tour.check('The second one, with what was read before', '412', String(late.status));
    const wrong = await call('PUT', '/v1/settings', { ...mine, currency: 'EURO' });
    tour.check(
      'A currency that there is not',
      '422 /currency',
      `${wrong.status} ${wrong.body.errors?.[0]?.pointer}`,
    );
    const now = await call('GET', '/v1/settings');
    const hosted = await call('PUT', '/v1/settings', { ...now.body, linkUrl: ownHost }, now.etag);
    tour.check('A host of one’s own for links', '200', String(hosted.status));
    const senders = await call('GET', '/v1/senders');
    tour.check(
      'Who writes',
      '200, the programme’s own first',
      `${senders.status}, ${senders.body.results?.[0]?.slug === null ? 'the programme’s own first' : 'another'}`,
    );
  },
};
