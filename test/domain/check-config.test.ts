import { describe, expect, test } from 'vitest';
import { aida4 } from '../../shared/domain/presets/aida-4.ts';
import { checkConfig } from '../../shared/domain/programme/check-config.ts';
import { StageModel } from '../../shared/domain/stage/stage-model.ts';
import { testConfig } from '../fixtures/config.ts';
import { type Edit, edit } from '../fixtures/edit.ts';

const problemsOf = (...edits: Edit[]) =>
  checkConfig(edit(testConfig(), ...edits)).map(({ pointer, code }) => [pointer, code]);

/** A rule, what breaks it, and how that is told: where it was broken, if nowhere else is named. */
type Row = [rule: string, at: string, value: unknown, code: string, pointer?: string];

test('a programme whose names all lead somewhere has no problems', () => {
  expect(checkConfig(testConfig())).toEqual([]);
});

const [email, firstName] = testConfig().forms.guide?.fields ?? [];

describe('a form', () => {
  test.each<Row>([
    ['brings magnets that exist', '/magnets/1', 'gone', 'unknown_magnet'],
    ['confirms with a template that exists', '/confirmationTemplate', 'gone', 'unknown_template'],
    ['confirms with a template made for it', '/confirmationTemplate', 'awareness-1', 'wrong_kind'],
    ['promotes by fields that it has', '/leadFields/2', 'phone', 'unknown_field'],
    ['has a field for the address', '/fields/0', undefined, 'email_field_missing', '/fields'],
    ['calls that field email', '/fields/0/name', 'mail', 'email_field_name'],
    ['requires that field', '/fields/0/required', false, 'email_field_optional'],
    ['has one such field', '/fields/3', { ...email, name: 'other' }, 'second_email_field', '/fields/3/type'],
    ['names each field once', '/fields/3', firstName, 'duplicate', '/fields/3/name'],
    ['lets people choose from something', '/fields/1/type', 'select', 'missing_options', '/fields/1/options'],
    ['has its title in its languages', '/title/nl', undefined, 'missing_text'],
    ['has its labels in its languages', '/fields/1/label/nl', undefined, 'missing_text'],
    ['has its consent texts in its languages', '/consent/marketing/text/nl', undefined, 'missing_text'],
    ['thanks on a host of our own', '/thankYouUrl', 'https://elsewhere.example/', 'foreign_host'],
    ['thanks on that very host', '/thankYouUrl', 'https://lindeveld.example.evil.example/', 'foreign_host'],
  ])('%s', (_, at, value, code, pointer = at) => {
    expect(problemsOf([`/forms/guide${at}`, value])).toContainEqual([`/forms/guide${pointer}`, code]);
  });

  test('needs no words on fields that nobody sees', () => {
    const hidden = { ...firstName, name: 'campaign', label: { en: 'Campaign' }, type: 'hidden' };
    expect(problemsOf(['/forms/guide/fields/3', hidden])).toEqual([]);
  });

  test('says other words than another form only under another name', () => {
    const other = (...edits: Edit[]) => edit(testConfig().forms.guide, ...edits);
    const words: Edit = ['/consent/marketing/text/en', 'Sell me things.'];
    expect(problemsOf(['/forms/other', other()])).toEqual([]);
    expect(problemsOf(['/forms/other', other(words)])).toEqual([
      ['/forms/other/consent/marketing/text', 'consent_words_differ'],
    ]);
    expect(problemsOf(['/forms/other', other(words, ['/consent/marketing/version', 2])])).toEqual([]);
  });
});

describe('a magnet', () => {
  test.each<Row>([
    ['comes with a template', '/template', 'gone', 'unknown_template'],
    ['comes with a template of its kind', '/template', 'confirmation', 'wrong_kind'],
    ['lives somewhere', '/url', {}, 'missing_text'],
    ['lives somewhere by language', '/url/english', '/guide', 'unknown_language'],
  ])('%s', (_, at, value, code, pointer = at) => {
    const magnet = '/magnets/growth-guide';
    expect(problemsOf([`${magnet}${at}`, value])).toEqual([[`${magnet}${pointer}`, code]]);
  });
});

describe('a sequence', () => {
  test.each<Row>([
    ['sends templates that exist', '/steps/2/template', 'gone', 'unknown_template'],
    ['sends templates for nurture', '/steps/0/template', 'guide-delivery', 'wrong_kind'],
    ['starts by forms that exist', '/triggers/1', { form: 'gone' }, 'unknown_form', '/triggers/1/form'],
    [
      'starts by nurture stages alone',
      '/triggers/1',
      { stage: 'customer' },
      'unknown_stage',
      '/triggers/1/stage',
    ],
    [
      'starts by states that the lifecycle has',
      '/triggers/1',
      { lifecycle: 'awareness' },
      'unknown_stage',
      '/triggers/1/lifecycle',
    ],
  ])('%s', (_, at, value, code, pointer = at) => {
    const sequence = '/sequences/awareness-mails';
    expect(problemsOf([`${sequence}${at}`, value])).toEqual([[`${sequence}${pointer}`, code]]);
  });
});

describe('a stage model', () => {
  test.each<Row>([
    ['for nurture moves the nurture stage', '/nurture/field', 'lifecycle', 'wrong_field'],
    ['for the lifecycle moves the lifecycle', '/lifecycle/field', 'nurtureStage', 'wrong_field'],
    ['has no state that nobody can reach', '/nurture/states/3', { id: 'nowhere' }, 'unreachable'],
    ['names each state once', '/lifecycle/states/10', { id: 'mql' }, 'duplicate', '/lifecycle/states/10/id'],
    [
      'goes forward only when it is linear',
      '/nurture/shape',
      'linear',
      'backwards',
      '/nurture/transitions/3',
    ],
  ])('%s', (_, at, value, code, pointer = at) => {
    expect(problemsOf([`/stages${at}`, value])).toContainEqual([`/stages${pointer}`, code]);
  });

  test('of the presets fits, a linear one too', () => {
    expect(problemsOf(['/stages/lifecycle', StageModel.parse(aida4)])).toEqual([]);
  });
});

test('a frequency cap is a duration that is the same always', () => {
  const within = '/settings/nurtureCap/within';
  expect(problemsOf([within, 'P1M'])).toEqual([[within, 'no_fixed_duration']]);
});

test('grades stand in order', () => {
  expect(problemsOf(['/scoring/fit/grades/C', 60])).toEqual([['/scoring/fit/grades', 'grades_out_of_order']]);
});

test('all problems are told at once, each in a sentence', () => {
  const config = edit(
    testConfig(),
    ['/forms/guide/magnets/0', 'gone'],
    ['/magnets/growth-guide/template', 'confirmation'],
    ['/sequences/awareness-mails/triggers/0', { form: 'lost' }],
  );
  expect(checkConfig(config)).toEqual([
    {
      pointer: '/forms/guide/magnets/0',
      detail: 'There is no magnet "gone": add it, or take it out of this form.',
      code: 'unknown_magnet',
    },
    {
      pointer: '/magnets/growth-guide/template',
      detail: '"confirmation" is a template of the kind "confirmation": name one of the kind "magnet".',
      code: 'wrong_kind',
    },
    {
      pointer: '/sequences/awareness-mails/triggers/0/form',
      detail: 'There is no form "lost": add it, or name another one.',
      code: 'unknown_form',
    },
  ]);
});
