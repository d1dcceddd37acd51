import type { Chapter } from '../tour.ts';
import { colleague, letter, open, until } from './steps.ts';

export const mails: Chapter = {
  title: 'A mail, from draft to a colleague’s inbox',
  story:
    'A shared signature, a template with mistakes, a look at it, a test mail, and back to the first version.',
  async walk(tour) {
    const call = open(tour);
    const { check } = tour;
    const early = await call('PUT', '/v1/templates/tour-letter', letter('First'));
    check('A template that renders a piece which is not there', '422', String(early.status));
    const piece = await call('PUT', '/v1/partials/tour-signature', {
      html: { en: '<p>An of {{ brand.name }}</p>' },
    });
    check('The piece', '200', String(piece.status));
    const first = await call('PUT', '/v1/templates/tour-letter', letter('First'));
    check('The template, now', '200', String(first.status));

    const careless = letter('x'.repeat(61), '<img src="http://www.example.com/a.png">');
    const look = await call('POST', '/v1/templates/tour-letter/preview', { template: careless });
    const codes = (look.body.warnings ?? [])
      .filter(({ pointer }) => pointer.includes('/en/'))
      .map(({ code }) => code);
    check(
      'What should be better about a careless draft',
      'long_subject, missing_alt, image_only, plain_http',
      codes.join(', '),
    );
    const lead = { fields: { first_name: 'Noor' }, language: 'nl' };
    const preview = await call('POST', '/v1/templates/tour-letter/preview', { lead });
    check(
      'The mail as Noor would get it',
      'First (nl), Dear Noor, Sinds 1999',
      [
        preview.body.subject,
        preview.body.html?.includes('Dear Noor') ? 'Dear Noor' : 'no name',
        preview.body.text?.includes('Sinds 1999') ? 'Sinds 1999' : 'no footer',
      ].join(', '),
    );
    check(
      'The brand’s yellow, with dark words on it',
      'yes',
      preview.body.html?.includes('#ffd400') ? 'yes' : 'no',
    );

    const stranger = await call('POST', '/v1/templates/tour-letter/test-send', {
      to: 'stranger@voorbeeld.example',
    });
    check('A test mail to a stranger', '422 /to', `${stranger.status} ${stranger.body.errors?.[0]?.pointer}`);
    const sent = await call('POST', '/v1/templates/tour-letter/test-send', { to: colleague });
    check('… and to a colleague', '200', String(sent.status));
    const mail = await until(async () => (await tour.mailbox.to(colleague)).at(-1));
    check('What the colleague finds', '[Test] First', mail?.subject ?? 'nothing');

    await call('PUT', '/v1/templates/tour-letter', letter('Second'));
    const versions = await call('GET', '/v1/templates/tour-letter/versions');
    check('Its versions', '2', String(versions.body.results?.length));
    const back = await call('POST', '/v1/templates/tour-letter/rollback', { version: first.body.version });
    const again = await call('POST', '/v1/templates/tour-letter/preview', {});
    check('Back to the first one', '200 First', `${back.status} ${again.body.subject}`);
  },
};
