import { ask } from '../http.ts';
import type { Chapter } from '../tour.ts';
import { open, until } from './steps.ts';

export const keys: Chapter = {
  title: 'Keys, and the way back',
  story:
    'A key that only reads is made, used, rotated and revoked. Then the programme is put back as it was.',
  async walk(tour) {
    const call = open(tour);
    const { check, kweek } = tour;
    const made = await call('POST', '/v1/keys', { name: 'Tour', scopes: ['read'] });
    let secret = made.body.secret ?? made.body.key ?? '';
    const use = async (method: string, path: string) =>
      (await ask(kweek.url + path, { method, headers: { authorization: `Bearer ${secret}` } })).status;
    check(
      'A key that reads: reading, and taking a form away',
      '200 403',
      `${await use('GET', '/v1/forms')} ${await use('DELETE', '/v1/forms/tour')}`,
    );
    const rotated = await call('POST', `/v1/keys/${made.body.id}/rotate`);
    const former = await until(async () => ((await use('GET', '/v1/forms')) === 401 ? 401 : undefined));
    secret = rotated.body.secret ?? '';
    const renewed = await use('GET', '/v1/forms');
    check(
      'Rotated: the old secret, and the new one',
      '200, 401 200',
      `${rotated.status}, ${former} ${renewed}`,
    );
    const revoked = await call('DELETE', `/v1/keys/${made.body.id}`);
    check('Revoked', '200', String(revoked.status));
    const closed = await until(async () => ((await use('GET', '/v1/forms')) === 401 ? true : undefined));
    check('… it opens nothing any more', 'yes', closed ? 'yes' : 'no');
    const { version } = await kweek.programme();
    const restored = await kweek.publish({ ...tour.programme, version });
    check('The programme is as it was', '200', String(restored.status));
  },
};

/** A marketer's day: everything that is configured over HTTP, and nothing deployed. */
