import type { Chapter } from '../tour.ts';
import { open } from './steps.ts';

export const scoring: Chapter = {
  title: 'The score, tried before it counts',
  story: 'The model is read, tried on somebody imagined, and changed by the first of two marketers.',
  async walk(tour) {
    const call = open(tour);
    const { check } = tour;
    const { body, etag, status } = await call('GET', '/v1/scoring');
    check('The model', '200', String(status));
    const events = [{ type: 'email.clicked', at: '2026-11-01T09:00:00Z', subject: 'a-letter' }];
    const asked = { events, at: '2026-11-01T09:00:00Z' };
    const seen = await call('POST', '/v1/scoring/preview', asked);
    check(
      'A click, when it is fresh',
      '200, 5 points',
      `${seen.status}, ${seen.body.score?.engagement} points`,
    );
    const changed = { ...body, fit: { ...body.fit, knownShare: 0.5 } };
    const put = await call('PUT', '/v1/scoring', changed, etag);
    const late = await call('PUT', '/v1/scoring', body, etag);
    check('Changed; and by who read it before', '200 412', `${put.status} ${late.status}`);
  },
};
