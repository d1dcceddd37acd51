import { expect, it } from 'vitest';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { Config } from '../../shared/domain/programme/config.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { storiedLead } from './lead-story.ts';

const DUE = Date.UTC(2026, 0, 12, 9);
const rules = rulesOf(Config.parse(demoConfigFor('http://localhost:3000')));
const idKey = new Uint8Array(32);

it('tells a lead with two touches, two enrollments, a full ring, consent, and a nurture mail due', () => {
  for (const number of [0, 1]) {
    const lead = storiedLead(rules, idKey, number, DUE);
    expect(lead.engagement.events.length).toBe(24);
    expect(lead.enrollments.map(({ status }) => status)).toEqual(['exited', 'active']);
    expect([lead.attribution.first?.utm_source, lead.attribution.last?.utm_source]).toEqual([
      'google',
      'linkedin',
    ]);
    expect(lead.consent.marketing?.granted).toBe(true);
    expect(lead.due).toMatchObject({ lane: 1 });
  }
});

it('says so when the programme no longer makes such a lead', () => {
  const other = rulesOf({ ...rules.config, sequences: {} });
  expect(() => storiedLead(other, idKey, 0, DUE)).toThrow(/leads elsewhere/);
});
