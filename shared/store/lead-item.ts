import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Enrollment } from '../domain/enrollment.ts';
import type { Lane, Lead, Mailability, StagePosition, Touch } from '../domain/lead.ts';
import type { OpenSend, Request } from '../domain/send.ts';
import { dueKey, leadKey, monthKey } from './keys.ts';
import { packEvents, packFingerprints, unpackEvents, unpackFingerprints } from './pack.ts';

/**
 * A lead as it lies on disk. DynamoDB bills a save by the larger of the old and the new item, in whole
 * kilobytes: names are short, rings are packed bytes, what is empty is left out. Names in docs/data.md.
 */
interface LeadItem {
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
  c?: Lead['consent'];
  aw?: Lead['awaited'];
  cs?: number[];
  us?: number;
  a1?: Touch;
  a2?: Touch;
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
  ns: StagePosition;
  lc: StagePosition;
  en?: Enrollment[];
  rq?: Request[];
  os?: OpenSend[];
  nr?: number;
  ln?: number;
  u: number;
  ac?: Lead['activities'];
}

const known = new Set<string>(
  'pk sk dq da lb la g v r e f l z tg ow m c aw cs us a1 a2 ev eb eo er i cc h fc fs sb ns lc en rq os nr ln u ac'.split(
    ' ',
  ),
);

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

export function toItem(lead: Lead): Record<string, AttributeValue> {
  const { engagement } = lead;
  const base = engagement.base;
  const item: { [K in keyof LeadItem]: LeadItem[K] | undefined } = {
    ...leadKey(lead.id),
    dq: lead.due && dueKey(lead.id, lead.due.lane),
    da: lead.due?.at,
    lb: monthKey(lead.createdAt),
    la: lead.createdAt,
    g: lead.generation > 1 ? lead.generation : undefined,
    v: lead.version,
    r: lead.lastRow || undefined,
    e: lead.email,
    f: Object.keys(lead.fields).length > 0 ? lead.fields : undefined,
    l: lead.language,
    z: lead.timeZoneSource === 'lead' ? lead.timeZone : undefined,
    tg: some(lead.tags),
    ow: lead.owner,
    m: lead.mailability,
    c: Object.keys(lead.consent).length > 0 ? lead.consent : undefined,
    aw: lead.awaited,
    cs: some(lead.confirmationsSentAt),
    us: lead.unsubscribedAt,
    a1: lead.attribution.first,
    a2: lead.attribution.last?.at === lead.attribution.first?.at ? undefined : lead.attribution.last,
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
    ns: lead.nurtureStage,
    lc: lead.lifecycle,
    en: some(lead.enrollments),
    rq: some(lead.requests),
    os: some(lead.openSends),
    nr: lead.nextRequest > 1 ? lead.nextRequest : undefined,
    ln: lead.lastNurtureAt,
    u: lead.updatedAt,
    ac: some(lead.activities),
  };
  return marshall({ ...lead.unknown, ...item }, { removeUndefinedValues: true });
}

/** `defaultZone`: the zone of leads that gave none, from the settings of today. */
export function fromItem(attributes: Record<string, AttributeValue>, defaultZone: string): Lead {
  const raw = unmarshall(attributes);
  const item = raw as LeadItem;
  const extra = Object.entries(raw).filter(([name]) => !known.has(name));
  const last = item.a2 ?? item.a1;
  return {
    id: item.pk,
    generation: item.g ?? 1,
    version: item.v,
    lastRow: item.r ?? 0,
    email: item.e,
    fields: item.f ?? {},
    language: item.l,
    timeZone: item.z ?? defaultZone,
    timeZoneSource: item.z ? 'lead' : 'default',
    tags: item.tg ?? [],
    ...(item.ow !== undefined ? { owner: item.ow } : {}),
    mailability: item.m,
    consent: item.c ?? {},
    ...(item.aw ? { awaited: item.aw } : {}),
    confirmationsSentAt: item.cs ?? [],
    ...(item.us !== undefined ? { unsubscribedAt: item.us } : {}),
    attribution: { ...(item.a1 ? { first: item.a1 } : {}), ...(last ? { last } : {}) },
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
    nurtureStage: item.ns,
    lifecycle: item.lc,
    enrollments: item.en ?? [],
    requests: item.rq ?? [],
    openSends: item.os ?? [],
    nextRequest: item.nr ?? 1,
    ...(item.ln !== undefined ? { lastNurtureAt: item.ln } : {}),
    ...(item.dq !== undefined && item.da !== undefined
      ? { due: { lane: Number(item.dq[0]) as Lane, at: item.da } }
      : {}),
    createdAt: item.la,
    updatedAt: item.u,
    activities: item.ac ?? [],
    ...(extra.length > 0 ? { unknown: Object.fromEntries(extra) } : {}),
  };
}
