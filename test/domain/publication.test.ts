import { describe, expect, test } from 'vitest';
import type { Config, PublishedConfig } from '../../shared/domain/programme/config.ts';
import { type Plan, planPublication } from '../../shared/domain/programme/publication.ts';
import { testConfig } from '../fixtures/config.ts';

const at = Date.parse('2026-11-05T09:00:00Z');
const first = () => planPublication(undefined, testConfig(), at).config;

/** What a change of the document makes of a publication. */
function publishNext(before: PublishedConfig, change: (config: Config) => void = () => {}): Plan {
  const { version: _, publishedAt: __, sequenceVersions: ___, ...document } = structuredClone(before);
  change(document);
  return planPublication(before, document, at + 1);
}

const welcome = 'awareness-mails';
const retitle = (config: Config) => {
  const sequence = config.sequences[welcome];
  if (sequence) sequence.title = `${sequence.title} again`;
};

test('the first publication is version 1, and so is each of its sequences', () => {
  expect(first()).toMatchObject({
    version: 1,
    publishedAt: at,
    sequenceVersions: { 'awareness-mails': 1, 'engagement-mails': 1, 'endorsement-mails': 1 },
  });
});

test('the same document again is no publication', () => {
  const before = first();
  const plan = publishNext(before);
  expect(plan.isNew).toBe(false);
  expect(plan.config).toBe(before);
});

test('the order of names means nothing', () => {
  const plan = publishNext(first(), (config) => {
    config.forms = Object.fromEntries(Object.entries(config.forms).reverse());
    config.templates = Object.fromEntries(Object.entries(config.templates).reverse());
  });
  expect(plan.isNew).toBe(false);
});

test('the first language given stands in for others, so that order is a change', () => {
  const plan = publishNext(first(), (config) => {
    const form = config.forms.guide;
    if (form) form.title = { nl: 'De groeigids', en: 'The growth guide' };
  });
  expect(plan.changes.forms.changed).toEqual(['guide']);
});

describe('sequences', () => {
  test('that changed get the next version, others keep theirs', () => {
    const { config, changes } = publishNext(first(), retitle);
    expect(config.sequenceVersions).toEqual({
      'awareness-mails': 2,
      'engagement-mails': 1,
      'endorsement-mails': 1,
    });
    expect(changes.sequences).toEqual({ added: [], changed: [welcome], removed: [] });
  });

  test('that come back go on from the number they had', () => {
    const twice = publishNext(first(), retitle).config;
    const gone = publishNext(twice, (config) => delete config.sequences[welcome]).config;
    expect(gone.sequenceVersions[welcome]).toBe(2);
    const back = publishNext(gone, (config) =>
      Object.assign(config.sequences, { [welcome]: twice.sequences[welcome] }),
    );
    expect(back.config.sequenceVersions[welcome]).toBe(3);
    expect(back.changes.sequences.added).toEqual([welcome]);
  });
});

describe('models', () => {
  const loosen = (config: Config) => {
    config.stages.nurture.transitions[1] = {
      from: 'awareness',
      to: 'engagement',
      priority: 100,
      effects: [],
    };
  };

  test('that changed get the next version by themselves', () => {
    const { config, changes } = publishNext(first(), loosen);
    expect([config.stages.nurture.version, config.stages.lifecycle.version]).toEqual([2, 1]);
    expect(changes.stages).toEqual({ nurture: true, lifecycle: false });
    const rescored = publishNext(config, ({ scoring }) => {
      scoring.fit.knownShare = 0.5;
    });
    expect(rescored.config.scoring.version).toBe(2);
  });

  test('keep a version that the marketer raised', () => {
    const { config } = publishNext(first(), (next) => {
      loosen(next);
      next.stages.nurture.version = 7;
    });
    expect(config.stages.nurture.version).toBe(7);
  });

  test('that say the same under an older version are the same', () => {
    const raised = publishNext(first(), loosen).config;
    const plan = publishNext(raised, (next) => {
      next.stages.nurture.version = 1;
    });
    expect(plan.isNew).toBe(false);
  });
});

describe('warnings', () => {
  const warned = ({ warnings }: Plan) => warnings.map(({ pointer, code }) => [pointer, code]);

  test('there are none for a programme with content for every stage', () => {
    expect(warned(planPublication(undefined, testConfig(), at))).toEqual([]);
  });

  test('tell what leads may lose by what is removed', () => {
    const plan = publishNext(first(), (config) => {
      delete config.templates['awareness-2'];
      delete config.magnets['growth-guide'];
      delete config.forms.guide;
    });
    expect(warned(plan)).toEqual([
      ['/forms/guide', 'removed'],
      ['/magnets/growth-guide', 'removed'],
      ['/templates/awareness-2', 'removed'],
    ]);
  });

  test('tell of states that leads may be left in', () => {
    const plan = publishNext(first(), ({ stages }) => {
      stages.lifecycle.states = stages.lifecycle.states.filter(({ id }) => id !== 'advocate');
    });
    expect(warned(plan)).toEqual([['/stages/lifecycle/states', 'removed']]);
  });

  test('tell of nurture stages without content', () => {
    const plan = publishNext(first(), (config) => delete config.sequences['engagement-mails']);
    expect(warned(plan)).toEqual([
      ['/sequences/engagement-mails', 'removed'],
      ['/stages/nurture/states/1', 'no_content'],
    ]);
  });
});
