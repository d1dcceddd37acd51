import { handle } from 'hono/aws-lambda';
import { Parser } from 'htmlparser2';
import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentKey } from '../../functions/admin/api/api-key.ts';
import { adminApp } from '../../functions/admin/app.ts';
import * as bodies from '../../functions/admin/reports/report-schema.ts';
import { openDns } from '../../functions/admin/sending/dns.ts';
import { openContext } from '../../functions/environment.ts';
import { openSesFacts } from '../../shared/mail/ses-facts.ts';
import { openSesSuppressionList } from '../../shared/mail/ses-suppression-list.ts';
import { putTotal } from '../../shared/store/statistics.ts';
import { testConfigInput } from '../fixtures/config.ts';
import { imagineYear, LAST } from '../reports/imagined-year.ts';
import { type Admin, adminKey, ask, openAdmin, setClock } from './admin.ts';

const reports = {
  funnel: bodies.FunnelBody,
  cohorts: bodies.CohortsBody,
  'time-in-stage': bodies.TimeBody,
  'drop-off': bodies.DropOffBody,
  velocity: bodies.VelocityBody,
  sequences: bodies.SequencesBody,
  influence: bodies.InfluenceBody,
  flywheel: bodies.FlywheelBody,
  ranking: bodies.RankingBody,
  'leads-needed': bodies.LeadsNeededBody,
  bottleneck: bodies.BottleneckBody,
  forecast: bodies.ForecastReportBody,
};
const names = Object.keys(reports) as (keyof typeof reports)[];

let admin: Admin;
const { days } = imagineYear(150, { keep: false });

beforeAll(async () => {
  const now = setClock(`${LAST}T12:00:00Z`);
  admin = await openAdmin();
  await admin.publish();
  for (const [day, counts] of Object.entries(days))
    await putTotal(admin.table, day, {
      counts: day === LAST ? { ...counts, ...arms } : counts,
      through: now,
    });
  await admin.signUp('an@voorbeeld.example', now - 86_400_000);
}, 60_000);

const get = async (path: string, accept = 'application/json') =>
  admin.ask(`GET /v1/reports/${path}`, { headers: { accept } });

/** What a holdout counted; the sequence without anybody held back has no comparison. */
const arms = {
  'sequence|welcome|started': 120,
  'sequence|welcome|arm|mailed|leads': 80,
  'sequence|welcome|arm|mailed|goals': 12,
  'sequence|welcome|arm|held|leads': 40,
  'sequence|welcome|arm|held|goals': 8,
  'sequence|new|started': 1,
  'sequence|new|arm|mailed|leads': 1,
};

describe.each(names)('the report %s', (name) => {
  it('is what the document says, and says what it shows and what it does not', async () => {
    const { status, body, text } = await get(name);
    expect(status, text).toBe(200);
    const schema = reports[name].strict();
    expect(schema.parse(body)).toEqual(body);
    expect((body as unknown as { about: string }).about).toMatch(/ not |nothing|no /);
    expect(text).not.toMatch(/NaN|Infinity|null/);
  });

  it('comes as rows for a spreadsheet', async () => {
    const { status, text, headers } = await get(name, 'text/csv');
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const [head = '', ...rows] = text.trimEnd().split('\r\n');
    expect(rows.length).toBeGreaterThan(0);
    const cells = (row: string) => row.replace(/"[^"]*"/g, '').split(',').length;
    for (const row of rows) expect(cells(row)).toBe(cells(head));
  });

  it('comes as a picture that says what it is, for light and dark', async () => {
    const { status, text, headers } = await get(`${name}?format=svg`);
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(text).toMatch(/^<svg [^>]*role="img" aria-labelledby="[\w-]+-t" aria-describedby="[\w-]+-d">/);
    expect(text).toMatch(/<title id="[\w-]+">[^<]{10,}<\/title><desc id="[\w-]+">[^<]{10,}<\/desc>/);
    expect(text).toContain('@media (prefers-color-scheme:dark)');
    expect(text.match(/<path|<text/g)?.length).toBeGreaterThan(4);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    const faults: string[] = [];
    const parser = new Parser(
      { onattribute: (name) => faults.push(...(/^[\w:-]+$/.test(name) ? [] : [name])) },
      { xmlMode: true },
    );
    parser.end(text);
    expect(faults).toEqual([]);
  });

  it('is for those with a scope to look', async () => {
    expect((await admin.ask(`GET /v1/reports/${name}`, { key: null })).status).toBe(401);
  });
});

describe('the list of reports', () => {
  it('names each of them, what it shows, and as what it comes', async () => {
    const { status, body } = await admin.ask('GET /v1/reports');
    const { results } = body as unknown as {
      results: { path: string; title: string; shows: string; formats: string[] }[];
    };
    expect(status).toBe(200);
    expect(results.map(({ path }) => path).sort()).toEqual(names.map((name) => `/v1/reports/${name}`).sort());
    for (const { title, shows, formats } of results) {
      expect([title.length > 5, shows.length > 30]).toEqual([true, true]);
      expect(formats).toEqual(['application/json', 'text/csv', 'image/svg+xml']);
    }
  });
});

describe('what cannot be reported is refused by name', () => {
  it.each([
    ['funnel?lens=wide', 'lens'],
    ['funnel?source=ads&form=guide', 'form'],
    ['funnel?from=2026-11-01&to=2026-10-01', 'from'],
    ['time-in-stage?stage=nowhere', 'stage'],
    ['bottleneck?from_stage=lead', 'to_stage'],
    ['bottleneck?from_stage=mql&to_stage=opportunity', 'to_stage'],
    ['forecast?weeks=1', 'weeks'],
    ['drop-off?weeks=60', 'weeks'],
    ['ranking?limit=1000', 'limit'],
    ['funnel?format=pdf', 'format'],
  ])('%s', async (path, parameter) => {
    const { status, body } = await get(path);
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }) => pointer)).toContain(`/${parameter}`);
  });
});

describe('an empty machine', () => {
  it('has reports, too: nothing counted, nothing made up', async () => {
    await openAdmin();
    const idKey = Buffer.alloc(32, 7);
    const keys = deploymentKey(adminKey, 'local');
    const asked = { ses: openSesFacts(), suppressionList: openSesSuppressionList(), dns: openDns() };
    const parts = { context: openContext(idKey), idKey, keys, baseUrl: 'http://localhost:3000', ...asked };
    const handler = handle(adminApp(parts));
    const empty = { ask: (request: string) => ask(handler, request) };
    expect((await empty.ask('GET /v1/reports/funnel')).status).toBe(409);
    await ask(handler, 'PUT /v1/config', { body: testConfigInput() });
    for (const name of names) {
      const { status, text } = await empty.ask(`GET /v1/reports/${name}`);
      expect([name, status]).toEqual([name, 200]);
      expect(text).not.toMatch(/NaN|Infinity|null/);
      expect((await empty.ask(`GET /v1/reports/${name}?format=svg`)).status).toBe(200);
    }
    const forecast = await empty.ask('GET /v1/reports/forecast');
    expect(forecast.body as unknown).toMatchObject({ sufficiency: 'indicative' });
  });
});

describe('how much of the mail advertises', () => {
  it('stands in the sequences report, in its last row, and in the words of its picture', async () => {
    const year = 'sequences?from=2025-12-01';
    const { promotion } = bodies.SequencesBody.parse((await get(year)).body);
    expect(promotion).toMatchObject({ sent: 150, promotional: 0, share: 0, unknown: 0 });
    const [head = '', ...rows] = (await get(year, 'text/csv')).text.trimEnd().split('\r\n');
    const row = Object.fromEntries(head.split(',').map((name, i) => [name, rows.at(-1)?.split(',')[i]]));
    expect(row).toMatchObject({ sequence: '', 'promotion.sent': '150', 'promotion.share': '0' });
    expect((await get(`${year}&format=svg`)).text).toContain('None of 150 mails advertised');
  });
});

describe('whether the funnel does as it used to', () => {
  it('stands in the drop-off report, behind its exits in the rows, and in the words of its picture', async () => {
    const { baseline } = bodies.DropOffBody.parse((await get('drop-off?weeks=8')).body);
    expect(baseline.weeks).toBe(8);
    expect(baseline.steps.map(({ from, to }) => `${from} ${to}`)[0]).toBe('prospect lead');
    const rows = (await get('drop-off?weeks=8', 'text/csv')).text.trimEnd().split('\r\n');
    expect(rows[0]).toContain('recent.share');
    expect(rows.at(-1)).toContain(baseline.steps.at(-1)?.verdict);
    expect((await get('drop-off?weeks=8&format=svg')).text).toContain(baseline.says.slice(0, 20));
  });
});

describe('what a holdout tells', () => {
  it('stands in the sequences report, with its interval, where there are both sides', async () => {
    const { sequences } = bodies.SequencesBody.parse((await get('sequences')).body);
    const [fresh, welcome] = ['new', 'welcome'].map((name) =>
      sequences.find(({ sequence }) => sequence === name),
    );
    expect(fresh).toMatchObject({ started: 1 });
    expect(fresh?.holdout).toBeUndefined();
    const { mailed, held, lift } = welcome?.holdout ?? {};
    expect([mailed?.share, held?.share, lift?.difference]).toEqual([0.15, 0.2, expect.closeTo(-0.05, 12)]);
    expect(lift?.low).toBeLessThan(-0.05);
    expect(lift?.high).toBeGreaterThan(0);
  });

  it('stands in its rows and in its picture: below the hold-out, too', async () => {
    const rows = (await get('sequences', 'text/csv')).text.split('\r\n');
    for (const column of ['difference', 'low', 'high', 'probability'])
      expect(rows[0]).toContain(`holdout.lift.${column}`);
    const { text } = await get('sequences?format=svg');
    expect(text).toMatch(/welcome: 120 began, 5 % below the hold-out \(-[\d.]+ % to [\d.]+ % in 95 cases/);
  });
});
