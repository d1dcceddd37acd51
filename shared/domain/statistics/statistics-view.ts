import { bucketEnd } from '../stage/time-in-stage.ts';
import { branch, counted, each, grow, leaf, type Tree } from './figure-tree.ts';
import {
  type ConversionsView,
  conversionsView,
  type DealsView,
  dealsView,
  type HandoffsView,
  handoffsView,
} from './sales-day-view.ts';
import type { Counts } from './statistics.ts';

/** One day's figures as people and other programs see them. What is not there is zero. */
export interface DayView {
  /** Of the programme, UTC: `2026-11-22`. */
  day: string;
  /** `merged`: leads that became one with another, so that there are so many fewer. */
  leads: { new: number; confirmed: number; unsubscribed: number; merged: number };
  sources: SourceView[];
  forms: { form: string; submitted: number; confirmed: number }[];
  magnets: { magnet: string; requested: number }[];
  stages: StageView[];
  sequences: SequenceView[];
  mails: MailView[];
  handoffs: HandoffsView[];
  deals: DealsView[];
  conversions: ConversionsView[];
  events: { type: string; count: number }[];
}

/** Leads by where their first touch came from. */
export interface SourceView {
  source: string;
  new: number;
  confirmed: number;
  unsubscribed: number;
  entered: { model: string; stage: string; count: number }[];
}

/**
 * Enrollments of a sequence. Who had completed it and was offered more goes on (`continued`) and completes it once
 * more: `started` + `continued` are those who left it in some way and those who are in it still.
 */
export interface SequenceView {
  sequence: string;
  started: number;
  continued: number;
  completed: number;
  exited: number;
  /** It was taken away under them. */
  cancelled: number;
}

/** A state of a model (`nurtureStage`, `lifecycle`): how many came, and how many left for where. */
export interface StageView {
  model: string;
  stage: string;
  entered: number;
  left: LeftView[];
}

/** Moves from one state to another: how many, their time in the state in all, and by spans that end so. */
export interface LeftView {
  to: string;
  count: number;
  minutes: number;
  spans: { upToMinutes: number; count: number }[];
}

/** Mails of one template in one step (`sequence` and `step` of nurture mails alone) by what became of them. */
export interface MailView {
  class: string;
  template: string;
  sequence?: string;
  step?: string;
  outcomes: Record<string, number>;
}

export function dayView(day: string, counts: Counts): DayView {
  const tree = grow(counts);
  const lead = branch(tree, 'lead');
  return {
    day,
    leads: {
      new: leaf(lead, 'new'),
      confirmed: leaf(lead, 'confirmed'),
      unsubscribed: leaf(lead, 'unsubscribed'),
      merged: leaf(lead, 'merged'),
    },
    sources: each(branch(tree, 'source'), sourceView),
    forms: each(branch(tree, 'form'), (form, of) => ({
      form,
      submitted: leaf(of, 'submitted'),
      confirmed: leaf(of, 'confirmed'),
    })),
    magnets: each(branch(tree, 'magnet'), (magnet, of) => ({ magnet, requested: leaf(of, 'requested') })),
    stages: each(branch(tree, 'stage'), (model, stages) =>
      each(stages, (stage, of) => ({ model, stage, entered: leaf(of, 'entered'), left: leftView(of) })),
    ).flat(),
    sequences: each(branch(tree, 'sequence'), (sequence, of) => ({
      sequence,
      ...{ started: leaf(of, 'started'), continued: leaf(of, 'continued') },
      ...{ completed: leaf(of, 'completed'), exited: leaf(of, 'exited'), cancelled: leaf(of, 'cancelled') },
    })),
    mails: mailViews(branch(tree, 'mail')),
    handoffs: handoffsView(branch(tree, 'handoff')),
    deals: dealsView(branch(tree, 'deal')),
    conversions: conversionsView(branch(tree, 'conversion')),
    events: counted(branch(tree, 'event')).map(([type, count]) => ({ type, count })),
  };
}

const sourceView = (source: string, of: Tree): SourceView => ({
  source,
  new: leaf(of, 'new'),
  confirmed: leaf(of, 'confirmed'),
  unsubscribed: leaf(of, 'unsubscribed'),
  entered: each(branch(of, 'entered'), (model, stages) =>
    counted(stages).map(([stage, count]) => ({ model, stage, count })),
  ).flat(),
});

const leftView = (of: Tree): LeftView[] =>
  counted(branch(of, 'left')).map(([to, count]) => ({
    to,
    count,
    minutes: leaf(branch(of, 'minutes'), to),
    spans: counted(branch(branch(of, 'after'), to))
      .map(([bucket, n]) => ({ upToMinutes: bucketEnd(Number(bucket)) / 60_000, count: n }))
      .sort((a, b) => a.upToMinutes - b.upToMinutes),
  }));

const mailViews = (mails: Tree): MailView[] =>
  each(mails, (kind, templates) =>
    each(templates, (template, sequences) =>
      each(sequences, (sequence, steps) =>
        each(steps, (step, outcomes) => ({
          class: kind,
          template,
          ...(sequence ? { sequence } : {}),
          ...(step ? { step } : {}),
          outcomes: Object.fromEntries(counted(outcomes)),
        })),
      ),
    ),
  ).flat(3);
