import { beforeAll, describe, expect, test } from 'vitest';
import { usualHeirs } from '../../shared/domain/presets/which-funnel.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
let at: number;
beforeAll(async () => {
  at = setClock('2026-11-05T09:00:00Z');
  admin = await openAdmin();
  await admin.publish();
});

interface Switched {
  dryRun: boolean;
  remapping: { from: string; to: string; how: string; leads: number }[];
  stages: unknown;
}
const put = async (body: unknown, query = '', headers: Record<string, string> = {}) => {
  const answer = await admin.ask(`PUT /v1/stages${query}`, { body, headers });
  return { ...answer, switched: answer.body as unknown as Switched };
};
const heirsOf = (model: string, states: string[]) =>
  Object.fromEntries(states.map((state) => [state, usualHeirs[model]?.[state] ?? '']));
const kmoStates = 'prospect lead mql sql opportunity customer loyal advocate recycled disqualified'.split(
  ' ',
);

test('every preset says whom it suits, in words and as a model', async () => {
  const { results } = (await admin.ask('GET /v1/stages/presets')).body as unknown as {
    results: { id: string; suits: string; model: { states: { label: Record<string, string> }[] } }[];
  };
  expect(results.map(({ id }) => id)).toEqual(['kmo-b2b', 'aida-4', 'flywheel', 'nurture-3']);
  for (const { suits, model } of results) {
    expect(suits.length).toBeGreaterThan(40);
    for (const { label } of model.states) expect(Object.keys(label)).toEqual(['en', 'nl', 'fr', 'de']);
  }
});

describe('the stage models', () => {
  test('are taken back as they were given', async () => {
    const { body, headers } = await admin.ask('GET /v1/stages');
    const back = await put(body, '', { 'if-match': headers.etag ?? '' });
    expect([back.status, back.body.version]).toEqual([200, 1]);
    expect((await put(body, '', { 'if-match': '"other"' })).status).toBe(412);
  });

  test('switched without saying where leads go: refused, with a proposal for each state', async () => {
    const { status, body } = await put({ lifecycle: 'aida-4' });
    expect(status).toBe(422);
    expect(body.errors).toHaveLength(kmoStates.length);
    expect(body.errors[0]?.detail).toContain('"prospect": "awareness"');
  });

  test('switched: shown before it is done, then each lead is in its new state, and its timeline says so', async () => {
    const lead = await admin.signUp('an@lindeveld.example', at);
    const remap = heirsOf('aida-4', kmoStates);
    const shown = await put({ lifecycle: 'aida-4', remap }, '?dryRun=true');
    expect(shown.switched).toMatchObject({ dryRun: true });
    expect(shown.switched.remapping).toContainEqual(
      expect.objectContaining({ from: 'mql', to: 'decision', how: 'given' }),
    );
    expect((await admin.ask(`GET /v1/leads/${lead.id}`)).body.lifecycle).toBe('prospect');

    expect((await put({ lifecycle: 'aida-4', remap })).status).toBe(200);
    expect((await admin.ask(`GET /v1/leads/${lead.id}`)).body.lifecycle).toBe('awareness');
    const { body } = await admin.ask(`POST /v1/leads/${lead.id}/events`, {
      body: { type: 'webinar.registered' },
    });
    expect(body.lead.lifecycle).toBe('interest');
    const back = heirsOf('kmo-b2b', ['awareness', 'interest', 'decision', 'action']);
    expect((await put({ lifecycle: 'kmo-b2b', remap: back })).status).toBe(200);
    expect((await admin.ask(`GET /v1/leads/${lead.id}`)).body.lifecycle).toBe('lead');
  });

  test.each<[what: string, body: unknown, pointer: string]>([
    ['a preset that there is not', { lifecycle: 'aida-5' }, '/lifecycle'],
    ['a state that no lead can be in', { lifecycle: 'kmo-b2b', remap: { moon: 'lead' } }, '/remap/moon'],
    ['the model of the other field', { lifecycle: 'nurture-3' }, '/remap'],
  ])('with %s are refused', async (_, body, pointer) => {
    const answer = await put(body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
  });
});
