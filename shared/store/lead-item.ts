import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { tombstone } from '../domain/consent/tombstone.ts';
import type { Activity } from '../domain/lead/activity.ts';
import type {
  AddressKind,
  Alias,
  Erasure,
  FormerId,
  Lane,
  Lead,
  Mailability,
  Suppression,
} from '../domain/lead/lead.ts';
import { marshall, unmarshall } from './attributes.ts';
import { dueKey, handoffKey, leadKey, monthKey, suppressionKey } from './keys.ts';
import * as parts from './lead-parts.ts';
import { packEvents, packFingerprints, unpackEvents, unpackFingerprints } from './pack.ts';
import type { Part } from './part.ts';

/**
 * A lead as it lies on disk. DynamoDB bills a save by the larger of the old and the new item, in whole
 * kilobytes: names are short, rings are packed bytes, what is empty is left out. Names in docs/data.md.
 */
export interface LeadItem {
  pk: string;
  sk: string;
  dq?: string;
  da?: number;
  lb: string;
  la: number;
  g?: number;
  v: number;
  r?: number;
  e: string;
  f?: Lead['fields'];
  l: string;
  z?: string;
  tg?: string[];
  ow?: string;
  m: Mailability;
  pu?: number;
  pf?: { t?: string[] | undefined; f?: 'less' | undefined };
  ak?: AddressKind;
  c?: { m?: Written | undefined; t?: Written | undefined };
  aw?: Lead['awaited'];
  cs?: number[];
  us?: number;
  a1?: Written;
  a2?: Written;
  ev?: Uint8Array;
  eb?: [number, number, number, number];
  eo?: string[];
  er?: number;
  i?: number;
  cc?: Uint8Array;
  h?: number;
  fc?: true;
  fs?: string[];
  sb?: Uint8Array;
  ns: Written;
  lc: Written;
  en?: Written[];
  rq?: Written[];
  os?: Written[];
  tc?: Written[];
  nr?: number;
  ln?: number;
  u: number;
  um?: number;
  sp?: Suppression;
  sq?: string;
  sa?: number;
  tb?: [number, string][];
  ez?: Erasure;
  ac?: Written[];
  hq?: string;
  ha?: number;
  ho?: Written;
  sc?: number;
  de?: Written;
  cu?: Written;
  dd?: Uint8Array;
  co?: number;
  rb?: string;
  am?: [number, string][];
  ao?: [string, number];
  al?: WrittenId[];
}

/** Id, generation, until when (ms since `la`), and 1 if it was another lead's. */
type WrittenId = [string, number, (number | null)?, 1?];

/** A record inside the item, as lead-parts.ts writes it. */
type Written = Record<string, unknown>;

const known = new Set<string>(
  'pk sk dq da lb la g v r e f l z tg ow m pu pf ak c aw cs us a1 a2 ev eb eo er i cc h fc fs sb ns lc en rq os tc nr ln u um sp ez ac hq ha ho sc de cu dd co rb am sq sa tb ao al'.split(
    ' ',
  ),
);

const { consents, touches, positions, enrollments, requests, openSends, traces, activities } = parts;
const { handoffs, deals, customers } = parts;

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
const writeAll = <T extends object>(part: Part<T>, list: T[], origin: number) =>
  some(list.map((record) => part.write(record, origin)));
const readAll = <T extends object>(part: Part<T>, list: Written[] | undefined, origin: number): T[] =>
  list?.map((written) => part.read(written, origin)) ?? [];

export function toItem(lead: Lead): Record<string, AttributeValue> {
  return lead.mailability === 'erased' ? toTombstone(lead) : toLeadItem(lead);
}

/** Of an erased lead, nothing but what must hold for ever, and for a day where to look once more. */
function toTombstone(lead: Lead): Record<string, AttributeValue> {
  const item: { [K in keyof LeadItem]?: LeadItem[K] | undefined } = {
    ...leadKey(lead.id),
    ...placeOf(lead),
    m: lead.mailability,
    sp: lead.suppression,
    ao: lead.aliasOf && writeAlias(lead.aliasOf),
  };
  return marshall(item);
}

/** What every lead has, erased or not. */
const placeOf = (lead: Lead) => ({
  dq: lead.due && dueKey(lead.id, lead.due.lane),
  da: lead.due?.at,
  g: lead.generation > 1 ? lead.generation : undefined,
  v: lead.version,
  u: lead.updatedAt,
  um: lead.savedAt,
  ez: lead.erasure,
  ...suppressionKey(lead),
});

function toLeadItem(lead: Lead): Record<string, AttributeValue> {
  const { engagement, createdAt: born } = lead;
  const { base } = engagement;
  const { marketing, tracking } = lead.consent;
  const { first, last } = lead.attribution;
  const item: { [K in keyof LeadItem]: LeadItem[K] | undefined } = {
    ...leadKey(lead.id),
    ...placeOf(lead),
    lb: monthKey(lead.createdAt),
    la: lead.createdAt,
    r: lead.lastRow || undefined,
    e: lead.email,
    f: Object.keys(lead.fields).length > 0 ? lead.fields : undefined,
    l: lead.language,
    z: lead.timeZoneSource === 'lead' ? lead.timeZone : undefined,
    tg: some(lead.tags),
    ow: lead.owner,
    m: lead.mailability,
    pu: lead.pausedUntil,
    tb: lead.softBounces?.map(({ at, mail }): [number, string] => [at, mail]),
    pf: lead.preferences && {
      t: some(lead.preferences.topicsOff),
      f: lead.preferences.frequency === 'less' ? 'less' : undefined,
    },
    ak: lead.addressKind,
    c: (marketing || tracking) && {
      m: marketing && consents.write(marketing, born),
      t: tracking && consents.write(tracking, born),
    },
    aw: lead.awaited,
    cs: some(lead.confirmationsSentAt),
    us: lead.unsubscribedAt,
    a1: first && touches.write(first, born),
    a2: last && !isDeepStrictEqual(last, first) ? touches.write(last, born) : undefined,
    ev: packEvents(engagement.events),
    eb: base && [base.slow, base.standard, base.fast, base.at],
    eo: some(engagement.once),
    er: engagement.resetAt,
    i: lead.interactions || undefined,
    cc: packFingerprints(lead.contentsClicked),
    h: lead.lastHumanAt,
    fc: lead.formComplete || undefined,
    fs: some(lead.forms),
    sb: packFingerprints(lead.submissions),
    ns: positions.write(lead.nurtureStage, born),
    lc: positions.write(lead.lifecycle, born),
    en: writeAll(enrollments, lead.enrollments, born),
    rq: writeAll(requests, lead.requests, born),
    os: writeAll(openSends, lead.openSends, born),
    tc: writeAll(traces, lead.traces, born),
    nr: lead.nextRequest > 1 ? lead.nextRequest : undefined,
    ln: lead.lastNurtureAt,
    ac: writeAll(activities, lead.activities, lead.updatedAt),
    ...handoffKey(lead),
    ho: lead.handoff && handoffs.write(lead.handoff, born),
    sc: lead.contacts,
    de: lead.deal && deals.write(lead.deal, born),
    cu: lead.customer && customers.write(lead.customer, born),
    dd: lead.deeds && packFingerprints(lead.deeds),
    co: lead.coolOffUntil,
    rb: lead.referredBy,
    al: lead.aliases?.map((one) => writeFormerId(one, born)),
    am: lead.attribution.middle?.map(({ at, source }) => [at - born, source]),
  };
  return marshall({ ...lead.unknown, ...item });
}

/** `defaultZone`: the zone of leads that gave none, from the settings of today. */
export function fromItem(attributes: Record<string, AttributeValue>, defaultZone: string): Lead {
  const item = unmarshall<LeadItem & Record<string, unknown>>(attributes);
  return item.m === 'erased' ? readTombstone(item) : readLead(item, item, defaultZone);
}

const readTombstone = (item: LeadItem): Lead => ({
  ...tombstone({ id: item.pk, generation: item.g ?? 1, version: item.v }),
  ...readPlace(item),
  ...(item.sp ? { suppression: item.sp } : {}),
  ...(item.ao ? { aliasOf: readAlias(item.ao) } : {}),
});

const writeAlias = ({ id, generation }: Alias): [string, number] => [id, generation];
const readAlias = ([id, generation]: [string, number]): Alias => ({ id, generation });

const writeFormerId = ({ id, generation, until, merged }: FormerId, born: number): WrittenId => {
  if (until === undefined && !merged) return [id, generation];
  const then = until === undefined ? null : until - born;
  return merged ? [id, generation, then, 1] : [id, generation, then];
};
const readFormerId = ([id, generation, until, merged]: WrittenId, born: number): FormerId => ({
  ...{ id, generation },
  ...(typeof until === 'number' ? { until: until + born } : {}),
  ...(merged ? { merged: true } : {}),
});

const readPlace = (item: LeadItem) => ({
  generation: item.g ?? 1,
  version: item.v,
  updatedAt: item.u,
  ...(item.um !== undefined ? { savedAt: item.um } : {}),
  ...(item.ez ? { erasure: item.ez } : {}),
  ...(item.sa !== undefined ? { suppressedAt: item.sa } : {}),
  ...(item.dq !== undefined && item.da !== undefined
    ? { due: { lane: Number(item.dq[0]) as Lane, at: item.da } }
    : {}),
});

function readLead(item: LeadItem, raw: Record<string, unknown>, defaultZone: string): Lead {
  const extra = Object.entries(raw).filter(([name]) => !known.has(name));
  const last = item.a2 ?? item.a1;
  const born = item.la;
  return {
    id: item.pk,
    ...readPlace(item),
    lastRow: item.r ?? 0,
    email: item.e,
    fields: item.f ?? {},
    language: item.l,
    timeZone: item.z ?? defaultZone,
    timeZoneSource: item.z ? 'lead' : 'default',
    tags: item.tg ?? [],
    ...(item.ow !== undefined ? { owner: item.ow } : {}),
    mailability: item.m,
    ...(item.pu !== undefined ? { pausedUntil: item.pu } : {}),
    ...(item.tb ? { softBounces: item.tb.map(([at, mail]) => ({ at, mail })) } : {}),
    ...(item.pf ? { preferences: { topicsOff: item.pf.t ?? [], frequency: item.pf.f ?? 'normal' } } : {}),
    ...(item.ak ? { addressKind: item.ak } : {}),
    consent: {
      ...(item.c?.m ? { marketing: consents.read(item.c.m, born) } : {}),
      ...(item.c?.t ? { tracking: consents.read(item.c.t, born) } : {}),
    },
    ...(item.aw ? { awaited: item.aw } : {}),
    confirmationsSentAt: item.cs ?? [],
    ...(item.us !== undefined ? { unsubscribedAt: item.us } : {}),
    attribution: {
      ...(item.a1 ? { first: touches.read(item.a1, born) } : {}),
      ...(last ? { last: touches.read(last, born) } : {}),
      ...(item.am ? { middle: item.am.map(([at, source]) => ({ at: at + born, source })) } : {}),
    },
    engagement: {
      events: unpackEvents(item.ev),
      once: item.eo ?? [],
      ...(item.eb
        ? { base: { slow: item.eb[0], standard: item.eb[1], fast: item.eb[2], at: item.eb[3] } }
        : {}),
      ...(item.er !== undefined ? { resetAt: item.er } : {}),
    },
    interactions: item.i ?? 0,
    contentsClicked: unpackFingerprints(item.cc),
    ...(item.h !== undefined ? { lastHumanAt: item.h } : {}),
    formComplete: item.fc ?? false,
    forms: item.fs ?? [],
    submissions: unpackFingerprints(item.sb),
    nurtureStage: positions.read(item.ns, born),
    lifecycle: positions.read(item.lc, born),
    enrollments: readAll(enrollments, item.en, born),
    requests: readAll(requests, item.rq, born),
    openSends: readAll(openSends, item.os, born),
    traces: readAll(traces, item.tc, born),
    nextRequest: item.nr ?? 1,
    ...(item.ln !== undefined ? { lastNurtureAt: item.ln } : {}),
    createdAt: item.la,
    activities: readActivities(item),
    ...(item.ho ? { handoff: handoffs.read(item.ho, born) } : {}),
    ...(item.sc !== undefined ? { contacts: item.sc } : {}),
    ...(item.de ? { deal: deals.read(item.de, born) } : {}),
    ...(item.cu ? { customer: customers.read(item.cu, born) } : {}),
    ...(item.dd ? { deeds: unpackFingerprints(item.dd) } : {}),
    ...(item.co !== undefined ? { coolOffUntil: item.co } : {}),
    ...(item.rb !== undefined ? { referredBy: item.rb } : {}),
    ...(item.al ? { aliases: item.al.map((one) => readFormerId(one, born)) } : {}),
    ...(extra.length > 0 ? { unknown: Object.fromEntries(extra) } : {}),
  };
}

/** What a save caused, from its item. */
export const readActivities = ({ ac, u }: Pick<LeadItem, 'ac' | 'u'>): Activity[] =>
  readAll(activities, ac, u);
