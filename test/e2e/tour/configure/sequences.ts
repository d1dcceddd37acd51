import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs } from '../calendar.ts';
import type { Chapter } from '../tour.ts';
import { noticedMs, open } from './steps.ts';

export const sequences: Chapter = {
  title: 'A sequence, and a newsletter',
  story:
    'A sequence is published, looked ahead at, paused, resumed, archived; a newsletter is counted first, then sent once.',
  async walk(tour) {
    const call = open(tour);
    const { check, kweek } = tour;
    const letters = {
      title: 'Letters',
      triggers: [{ form: 'tour' }],
      exitOn: [],
      steps: [
        { id: 'pause', type: 'wait', for: 'P3D' },
        { id: 'letter', type: 'email', template: 'tour-letter' },
      ],
    };
    check('A sequence', '200', String((await call('PUT', '/v1/sequences/tour-letters', letters)).status));
    const draft = { ...letters, steps: [...letters.steps, { id: 'rest', type: 'wait', for: 'P2D' }] };
    const path = '/v1/sequences/tour-letters';
    const unsure = { ...draft, steps: [{ id: 'letter', type: 'email', template: 'not-there' }] };
    const kept = await call('PUT', `${path}/draft`, unsure);
    check(
      'A draft that names a template which is not there: kept, and told',
      '200, a problem',
      `${kept.status}, ${(kept.body.problems ?? []).length > 0 ? 'a problem' : 'no problem'}`,
    );
    const publish = { leads: 'stay' };
    const early = await call('POST', `${path}/publish`, publish);
    check('… it cannot be published', '422', String(early.status));
    await call('PUT', `${path}/draft`, draft);
    const plan = await call('POST', `${path}/publish?dryRun=true`, publish);
    const published = await call('POST', `${path}/publish`, publish);
    const gone = await call('GET', `${path}/draft`);
    check(
      'A better one: planned, published, no draft any more',
      '200 200 404, version 2',
      `${plan.status} ${published.status} ${gone.status}, version ${published.body.version}`,
    );
    const ahead = await call('GET', '/v1/sequences/tour-letters/schedule?start=2026-03-27T08:00:00Z');
    check(
      'When its letter would leave, over the change to summer time',
      '2026-03-30T07:00:00.000Z',
      String(ahead.body.results?.find(({ step }) => step === 'letter')?.at),
    );
    const paused = await call('POST', '/v1/sequences/tour-letters/pause');
    const resumed = await call('POST', '/v1/sequences/tour-letters/resume', { due: 'shift' });
    const twice = await call('POST', '/v1/sequences/tour-letters/resume', { due: 'shift' });
    const archived = await call('POST', '/v1/sequences/tour-letters/archive');
    const back = await call('PUT', '/v1/sequences/tour-letters/draft', letters);
    const reopened = await call('POST', '/v1/sequences/tour-letters/publish', publish);
    check('Resumed twice', '409', String(twice.status));
    check('Archived, and published again', '200 200', `${back.status} ${reopened.status}`);
    check(
      'Paused, resumed, archived',
      '200 200 200',
      `${paused.status} ${resumed.status} ${archived.status}`,
    );

    const news = {
      title: 'News',
      triggers: [],
      exitOn: [],
      reentry: 'every_time',
      steps: [{ id: 'letter', type: 'email', template: 'tour-letter' }],
    };
    check(
      'A newsletter is a sequence of one mail',
      '200',
      String((await call('PUT', '/v1/sequences/tour-news', news)).status),
    );
    await sleep(noticedMs);
    const asked = { sequence: 'tour-news', filter: { form: 'tour' } };
    const counted = await call('POST', '/v1/newsletters?dryRun=true', asked);
    check('Who would get it: Noor and Wim', '2', String(counted.body.addressees));
    const begun = await call('POST', '/v1/newsletters', asked);
    const repeated = await call('POST', '/v1/newsletters', asked);
    check(
      'Begun; and asked for again',
      'new, the same',
      `${begun.body.isNew ? 'new' : 'old'}, ${repeated.body.newsletter?.id === begun.body.newsletter?.id && !repeated.body.isNew ? 'the same' : 'another'}`,
    );
    const end = (await tour.calendar.now()) + tour.calendar.slack * dayMs;
    const done = await tour.calendar.wait(end, async () => {
      const { body } = await call('GET', `/v1/newsletters/${begun.body.newsletter?.id}`);
      return body.status === 'done' ? body : undefined;
    });
    check('All leads were looked at', '2 enrolled', `${done?.enrolled} enrolled`);
    const listed = await call('GET', '/v1/newsletters');
    check('The newest in the list', 'tour-news', String(listed.body.results?.[0]?.sequence));
    const mine = `/v1/newsletters/${begun.body.newsletter?.id}`;
    const stopped = await call('POST', `${mine}/stop`);
    const after = await call('GET', mine);
    check(
      'Stopped: it stays so, and says how many had left',
      '200 stopped, a number',
      `${stopped.status} ${after.body.status}, ${typeof after.body.mails?.sent === 'number' ? 'a number' : 'none'}`,
    );
    check(
      'Enrolled by its name',
      'yes',
      (await kweek.call('GET', `/v1/leads?limit=20`)).text.includes('tour-news') ? 'yes' : 'no',
    );
  },
};
