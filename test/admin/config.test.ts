import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleConfig } from '../../functions/admin/programme/config-example.ts';
import { testConfigInput } from '../fixtures/config.ts';
import { type Edit, edit } from '../fixtures/edit.ts';
import { type Admin, type Answer, type Body, openAdmin, setClock } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  setClock('2026-11-05T09:00:00Z');
  admin = await openAdmin();
});

const put = (body: unknown, query = '', headers: Record<string, string> = {}): Promise<Answer> =>
  admin.ask(`PUT /v1/config${query}`, { body, headers });
const inForce = async () => (await admin.ask('GET /v1/config')).body;

describe('before the first publication', () => {
  test('there is nothing to read, and the answer says what to do', async () => {
    const { status, body } = await admin.ask('GET /v1/config');
    expect([status, body.detail]).toEqual([404, 'Nothing is published yet: PUT /v1/config first.']);
  });

  test('there are no leads', async () => {
    const { status, body } = await admin.ask('GET /v1/leads');
    expect([status, body]).toEqual([200, { results: [], paging: {} }]);
    expect((await admin.ask('GET /v1/leads?email=an@lindeveld.example')).body.results).toEqual([]);
  });

  test('a dry run says what the first publication would be, and does nothing', async () => {
    const { status, body } = await put(testConfigInput(), '?dryRun=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: 1,
      dryRun: true,
      changes: { settings: true, forms: { added: ['guide'], changed: [], removed: [] } },
      sequenceVersions: { 'awareness-mails': 1, 'engagement-mails': 1, 'endorsement-mails': 1 },
      warnings: [],
    });
    expect((await admin.ask('GET /v1/config')).status).toBe(404);
  });

  test('the example of the documentation could be published as it is', async () => {
    const { status, body } = await put(exampleConfig, '?dryRun=true');
    expect([status, body.errors]).toEqual([200, undefined]);
  });
});

describe('a programme', () => {
  beforeAll(async () => {
    expect((await admin.publish()).status).toBe(200);
  });
  let now: Body;
  beforeEach(async () => {
    now = await inForce();
  });

  test('is exported as one document, with its version as ETag', async () => {
    const { headers, body } = await admin.ask('GET /v1/config');
    expect(body).toMatchObject({
      version: now.version,
      publishedAt: '2026-11-05T09:00:00.000Z',
      forms: { guide: { doubleOptIn: true, confirmationTemplate: 'confirmation' } },
      stages: { nurture: { id: 'nurture-3' }, lifecycle: { id: 'kmo-b2b' } },
    });
    expect(headers.etag).toBe(`"${now.version}"`);
  });

  test('that is put back as it was read publishes nothing', async () => {
    const { status, body } = await put(now);
    expect([status, body.version]).toEqual([200, now.version]);
    expect(body.changes.forms).toEqual({ added: [], changed: [], removed: [] });
    expect(await inForce()).toEqual(now);
  });

  test('with its keys in another order is the same programme', async () => {
    const shuffled = JSON.parse(JSON.stringify(now), (_, value) =>
      value?.subject ? Object.fromEntries(Object.entries(value).reverse()) : value,
    );
    expect((await put(shuffled)).body.version).toBe(now.version);
  });

  test('that changed gets the next version, and so does the sequence that changed, alone', async () => {
    const changed = edit(now, ['/sequences/awareness-mails/steps/1/for', 'P4D']);
    const { body } = await put(changed);
    expect(body.version).toBe(now.version + 1);
    expect(body.changes.sequences.changed).toEqual(['awareness-mails']);
    const after = await inForce();
    expect(after.sequenceVersions).toEqual({
      ...now.sequenceVersions,
      'awareness-mails': (now.sequenceVersions['awareness-mails'] ?? 0) + 1,
    });
  });

  test('leaves the version alone in a dry run', async () => {
    const { body } = await put(edit(now, ['/settings/company/name', 'Other']), '?dryRun=true');
    expect(body).toMatchObject({ dryRun: true, version: now.version + 1, changes: { settings: true } });
    expect(await inForce()).toEqual(now);
  });

  test('takes new words of consent only under a new version', async () => {
    const words: Edit = ['/forms/guide/consent/marketing/text/en', 'Send me everything.'];
    const refused = await put(edit(now, words), '?dryRun=true');
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      {
        pointer: '/forms/guide/consent/marketing/version',
        detail: 'People agreed to other words as newsletter@1: raise the version.',
        code: 'consent_words_changed',
      },
    ]);
    const raised = await put(edit(now, words, ['/forms/guide/consent/marketing/version', 2]), '?dryRun=true');
    expect(raised.status).toBe(200);
  });

  test('warns of what leads may lose', async () => {
    const { body } = await put(edit(now, ['/sequences/endorsement-mails', undefined]), '?dryRun=true');
    expect(body.warnings.map(({ pointer }) => pointer)).toEqual([
      '/sequences/endorsement-mails',
      '/stages/nurture/states/2',
    ]);
  });

  describe('that someone else published meanwhile', () => {
    const name: Edit = ['/settings/company/name', 'Another name'];

    test('is not overwritten by a document of an older version', async () => {
      const { status, body } = await put(edit(now, name, ['/version', now.version - 1]));
      expect([status, body.title]).toEqual([409, 'Conflict']);
    });

    test('is not overwritten by a request that matches an older ETag', async () => {
      const { version: _, ...document } = edit(now, name);
      expect((await put(document, '', { 'if-match': `"${now.version - 1}"` })).status).toBe(412);
      expect((await put(document, '?dryRun=true', { 'if-match': `"${now.version}"` })).status).toBe(200);
    });

    test('is published once, when two publish at the same time', async () => {
      const both = await Promise.all([
        put(edit(now, ['/settings/company/name', 'One'])),
        put(edit(now, ['/settings/company/name', 'Two'])),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect((await inForce()).version).toBe(now.version + 1);
    });
  });
});

describe('what is wrong with a programme is told with a pointer:', () => {
  test.each<[rule: string, change: Edit, pointer: string, detail: string]>([
    ['a part is missing', ['/scoring', undefined], '/scoring', 'This is missing: give an object.'],
    [
      'a text is missing',
      ['/settings/company/name', undefined],
      '/settings/company/name',
      'This is missing: give a text.',
    ],
    ['a text is empty', ['/settings/company/name', ''], '/settings/company/name', 'This must not be empty.'],
    [
      'a property is unknown',
      ['/forms/guide/titel', {}],
      '/forms/guide/titel',
      'There is no such property: check its spelling, or take it out.',
    ],
    [
      'a value is of another kind',
      ['/forms/guide/doubleOptIn', 'yes'],
      '/forms/guide/doubleOptIn',
      'This must be true or false.',
    ],
    [
      'a name is no slug',
      ['/templates/No Slug', { kind: 'nurture', content: { en: { subject: 'a', html: 'b' } } }],
      '/templates/No Slug',
      'Names here are lower-case letters, digits and hyphens, at most 63, starting with a letter or digit.',
    ],
    [
      'an address is none',
      ['/settings/sender/email', 'an'],
      '/settings/sender/email',
      'This must be an email address.',
    ],
    [
      'a choice is none',
      ['/templates/confirmation/kind', 'welcome'],
      '/templates/confirmation/kind',
      'This must be one of "confirmation", "magnet", "nurture".',
    ],
    [
      'a kind of step is unknown',
      ['/sequences/awareness-mails/steps/0/type', 'sms'],
      '/sequences/awareness-mails/steps/0/type',
      'This must be one of "email", "wait", "exit", "branch", "update_field", "set_stage", "ab_test", "holdout", "goal", "notify".',
    ],
    [
      'a duration is none',
      ['/sequences/awareness-mails/steps/1/for', '3 days'],
      '/sequences/awareness-mails/steps/1/for',
      'Expected: an ISO 8601 duration, such as "P3D" or "PT20H".',
    ],
    [
      'a trigger is of no kind',
      ['/sequences/awareness-mails/triggers/0', { event: 'email.red' }],
      '/sequences/awareness-mails/triggers/0/event',
      expect.stringContaining('This must be one of "form.submitted"') as unknown as string,
    ],
    [
      'a zone is unknown',
      ['/settings/timeZone', 'Europe/Gent'],
      '/settings/timeZone',
      'An IANA time zone, such as "Europe/Brussels".',
    ],
    ['a list is empty', ['/forms/guide/languages', []], '/forms/guide/languages', 'This must not be empty.'],
    [
      'a pointer is escaped',
      ['/forms/guide/a~b', 1],
      '/forms/guide/a~0b',
      'There is no such property: check its spelling, or take it out.',
    ],
    [
      'a step stands twice',
      ['/sequences/awareness-mails/steps/2/id', 'first'],
      '/sequences/awareness-mails/steps/2/id',
      'A step named "first" stands above.',
    ],
    [
      'a transition leads nowhere',
      ['/stages/nurture/transitions/0/to', 'love'],
      '/stages/nurture/transitions/0/to',
      '"love" is not one of this model\'s states.',
    ],
    [
      'a condition asks nothing',
      ['/stages/nurture/transitions/1/when', { not: {} }],
      '/stages/nurture/transitions/1/when/not',
      'At least one condition.',
    ],
    [
      'E25: a template asks for what a lead may lack',
      ['/templates/confirmation/content/en/subject', 'Hi {{ lead.first_name }}'],
      '/templates/confirmation/content/en/subject',
      'line 1: "lead.first_name" may be missing: put "| default: …" right behind it, or an "if" around it',
    ],
    [
      'a template lacks its link',
      ['/templates/confirmation/content/en/html', '<p>Hello</p>'],
      '/templates/confirmation/content/en/html',
      'nothing links to {{ confirm_url }}, which this mail is for',
    ],
    [
      'a name leads nowhere',
      ['/forms/guide/magnets/0', 'gone'],
      '/forms/guide/magnets/0',
      'There is no magnet "gone": add it, or take it out of this form.',
    ],
  ])('%s', async (_, change, pointer, detail) => {
    const { status, headers, body } = await put(edit(testConfigInput(), change), '?dryRun=true');
    expect(status).toBe(422);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body.errors).toContainEqual({ pointer, detail, code: expect.any(String) });
  });

  test('names and templates together', async () => {
    const { body } = await put(
      edit(
        testConfigInput(),
        ['/magnets/growth-guide/template', 'gone'],
        ['/templates/awareness-1/content/en/html', '{{ nobody.knows }}'],
        ['/stages/nurture/states/3', { id: 'nowhere' }],
      ),
    );
    expect(body.detail).toBe('The programme cannot run like this. Nothing was published.');
    expect(body.errors.map(({ pointer }) => pointer)).toEqual([
      '/magnets/growth-guide/template',
      '/stages/nurture/states/3',
      '/templates/awareness-1/content/en/html',
    ]);
  });

  test('everything that a schema finds', async () => {
    const { body } = await put({ settings: {}, forms: [] });
    expect(body.errors.map(({ pointer }) => pointer)).toEqual([
      '/settings/company',
      '/settings/sender',
      '/forms',
      '/templates',
      '/sequences',
      '/scoring',
      '/stages',
    ]);
  });
});
