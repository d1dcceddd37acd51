import { ask, read } from '../http.ts';
import type { Chapter } from '../tour.ts';

export const doors: Chapter = {
  title: 'The doors',
  story: 'What answers, and what wants a key.',
  async walk({ kweek, mailbox, check }) {
    const type = ({ headers }: { headers: Headers }) => headers.get('content-type')?.split(';')[0] ?? 'none';
    for (const [what, url] of [
      ['The landing page', `${kweek.url}/`],
      ['The hosted form', `${kweek.url}/f/guide`],
      ['The mailbox', `${mailbox.url}/`],
      ['The API to read', `${kweek.url}/docs`],
    ] as const) {
      const answer = await ask(url);
      check(what, '200 text/html', `${answer.status} ${type(answer)}`);
    }
    const described = read<{ openapi?: string }>(await ask(`${kweek.url}/v1/openapi.json`));
    check('The API to programs', 'OpenAPI 3.1.0', `OpenAPI ${described.openapi}`);
    const keyless = await ask(`${kweek.url}/v1/leads`);
    check('The API without a key', '401 application/problem+json', `${keyless.status} ${type(keyless)}`);
  },
};
