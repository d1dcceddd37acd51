import type { Rules } from '../programme/rules.ts';
import { type SalesView, salesView } from '../sales/handoff-view.ts';
import { scoreOf } from '../score/score.ts';
import type { Enrollment } from '../sequence/enrollment.ts';
import { domainOf, isUnder } from '../signup/email-domain.ts';
import { isRoleAddress } from '../signup/role-address.ts';
import { positionIn } from '../stage/stage-remap.ts';
import type { Grade } from './condition.ts';
import type {
  AddressKind,
  ConsentState,
  Lead,
  Mailability,
  Preferences,
  StagePosition,
  Touch,
  TouchKey,
} from './lead.ts';

/** A lead as people and other programs see it. All times are ISO 8601, UTC. */
export interface LeadView extends SalesView {
  id: string;
  /** Ids that it had under another address, or that were another lead (`merged`), and until when. */
  formerIds: { id: string; until: string | null; merged: boolean }[];
  email: string;
  fields: Record<string, string | number | boolean>;
  mailability: Mailability;
  /** While paused: until when. */
  pausedUntil: string | null;
  /** What it chose on its preferences page. */
  preferences: Preferences;
  /** Whose mailbox it is, by its domain; `role`: a shared or automatic one, such as info@. */
  address: { kind: 'business' | AddressKind; role: boolean };
  /** A confirmation mail was asked for, and its button was not pressed yet. */
  awaitingConfirmation: boolean;
  consent: { marketing?: ConsentView; tracking?: ConsentView };
  score: { fit: number; grade: Grade; engagement: number; asOf: string };
  nurtureStage: string;
  nurtureStageSince: string;
  /** Set by hand: nothing but events moves it until then. */
  nurtureStagePinnedUntil?: string;
  lifecycle: string;
  lifecycleSince: string;
  lifecyclePinnedUntil?: string;
  enrollments: EnrollmentView[];
  tags: string[];
  owner: string | null;
  language: string;
  timeZone: string;
  /** `default`: the lead gave no zone, so the settings' own stands in for it. */
  timeZoneSource: 'default' | 'lead';
  attribution: { first?: TouchView; last?: TouchView };
  createdAt: string;
  updatedAt: string;
}

export type ConsentView = Omit<ConsentState, 'at'> & { at: string };

export type TouchView = { at: string } & Partial<Record<TouchKey, string>>;

export interface EnrollmentView {
  sequence: string;
  version: number;
  occurrence: number;
  status: Enrollment['status'];
  /** Id of the step that comes next; null when there is none. */
  step: string | null;
  /** That step is not taken before; null when there is none. */
  dueAt: string | null;
  startedAt: string;
}

/** The lead at a time (programme, ms); `rules` hold the sequence versions that it is pinned to. */
export function viewOf(lead: Lead, rules: Rules, at: number): LeadView {
  const { marketing, tracking } = lead.consent;
  const { first, last } = lead.attribution;
  const score = scoreOf(lead, rules.config.scoring, at);
  const { stages } = rules.config;
  const nurtureStage = positionIn(stages.nurture, lead.nurtureStage);
  const lifecycle = positionIn(stages.lifecycle, lead.lifecycle);
  return {
    id: lead.id,
    formerIds: (lead.aliases ?? []).map(({ id, until, merged = false }) => ({
      id,
      until: until === undefined ? null : iso(until),
      merged,
    })),
    email: lead.email,
    fields: lead.fields,
    mailability: lead.mailability,
    pausedUntil: lead.pausedUntil === undefined ? null : iso(lead.pausedUntil),
    preferences: lead.preferences ?? { topicsOff: [], frequency: 'normal' },
    address: { kind: kindOf(lead, rules), role: isRoleAddress(lead.email) },
    awaitingConfirmation: lead.awaited !== undefined,
    consent: {
      ...(marketing ? { marketing: dated(marketing) } : {}),
      ...(tracking ? { tracking: dated(tracking) } : {}),
    },
    score: { ...score, asOf: iso(score.asOf) },
    nurtureStage: nurtureStage.state,
    nurtureStageSince: iso(nurtureStage.since),
    ...pinned('nurtureStagePinnedUntil', nurtureStage, at),
    lifecycle: lifecycle.state,
    lifecycleSince: iso(lifecycle.since),
    ...pinned('lifecyclePinnedUntil', lifecycle, at),
    ...salesView(lead),
    enrollments: lead.enrollments.map((enrollment) => enrollmentView(enrollment, rules)),
    tags: lead.tags,
    owner: lead.owner ?? null,
    language: lead.language,
    timeZone: lead.timeZone,
    timeZoneSource: lead.timeZoneSource,
    attribution: {
      ...(first ? { first: touchView(first) } : {}),
      ...(last ? { last: touchView(last) } : {}),
    },
    createdAt: iso(lead.createdAt),
    updatedAt: iso(lead.updatedAt),
  };
}

const kindOf = ({ email, addressKind }: Lead, { config }: Rules): LeadView['address']['kind'] =>
  addressKind ?? (isUnder(domainOf(email), config.scoring.fit.freeDomains) ? 'free' : 'business');

function enrollmentView(enrollment: Enrollment, rules: Rules): EnrollmentView {
  const { sequence, version, occurrence, status, startedAt } = enrollment;
  const next = status === 'active' ? rules.sequence(sequence, version)?.steps[enrollment.step] : undefined;
  return {
    sequence,
    version,
    occurrence,
    status,
    step: next?.id ?? null,
    dueAt: next ? iso(enrollment.dueAt) : null,
    startedAt: iso(startedAt),
  };
}

const pinned = <K extends string>(name: K, { pinnedUntil }: StagePosition, at: number) =>
  (pinnedUntil !== undefined && pinnedUntil > at ? { [name]: iso(pinnedUntil) } : {}) as {
    [P in K]?: string;
  };

const touchView = ({ at, ...values }: Touch): TouchView => ({ at: iso(at), ...values });

const dated = <T extends { at: number }>(value: T): Omit<T, 'at'> & { at: string } => ({
  ...value,
  at: iso(value.at),
});

const iso = (at: number): string => new Date(at).toISOString();
