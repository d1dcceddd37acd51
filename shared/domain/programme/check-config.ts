import { checkConsentWords } from '../consent/consent-words.ts';
import type { Problem } from '../kweek-error.ts';
import { checkSteps } from '../sequence/check-steps.ts';
import type { Sequence, Trigger } from '../sequence/sequence.ts';
import { checkForm } from '../signup/check-form.ts';
import { checkMagnet } from '../signup/check-magnet.ts';
import { pointerTo } from '../signup/posted-value.ts';
import { checkStages } from '../stage/check-stages.ts';
import { fixedDuration } from '../time/duration.ts';
import type { Config } from './config.ts';
import type { Template } from './template.ts';

/**
 * What a schema cannot see: names that lead nowhere, texts that are missing, stages nobody can reach.
 * All at once, each with a pointer into the document; empty when the programme can run. Words in
 * templates are `checkTemplate`'s.
 */
export function checkConfig(config: Config): Problem[] {
  return [
    ...checkSettings(config),
    ...under('/forms', config.forms, (form, at) => checkForm(form, at, config)),
    ...checkConsentWords(config.forms),
    ...under('/magnets', config.magnets, (magnet, at) => checkMagnet(magnet, at, config)),
    ...under('/templates', config.templates, (template, at) => checkSender(template, at, config)),
    ...under('/sequences', config.sequences, (sequence, at) => checkSequence(sequence, at, config)),
    ...checkScoring(config),
    ...checkStages(config.stages),
  ];
}

function under<T>(base: string, entries: Record<string, T>, check: (entry: T, at: string) => Problem[]) {
  return Object.entries(entries).flatMap(([slug, entry]) => check(entry, pointerTo(base, slug)));
}

function checkSettings({ settings }: Config): Problem[] {
  const { within } = settings.nurtureCap;
  if (fixedDuration.test(within)) return [];
  const detail = `"${within}" is not the same everywhere and always: give days or hours, such as "PT20H".`;
  return [{ pointer: '/settings/nurtureCap/within', detail, code: 'no_fixed_duration' }];
}

function checkSender({ sender }: Template, at: string, { settings }: Config): Problem[] {
  if (sender === undefined || Object.hasOwn(settings.senders, sender)) return [];
  const detail = `There is no sender "${sender}" in the settings: add it, or leave this out for the programme’s own.`;
  return [{ pointer: `${at}/sender`, detail, code: 'unknown_sender' }];
}

export function checkSequence(sequence: Sequence, at: string, config: Config): Problem[] {
  return [
    ...sequence.triggers.flatMap((trigger, i) => checkTrigger(trigger, `${at}/triggers/${i}`, config)),
    ...checkSteps(sequence.steps, `${at}/steps`, config),
    ...checkTopic(sequence, at, config),
  ];
}

function checkTopic({ topic }: Sequence, at: string, { settings }: Config): Problem[] {
  if (topic === undefined || settings.topics.some(({ id }) => id === topic)) return [];
  const detail = `There is no topic "${topic}" in the settings: add it, or name another one.`;
  return [{ pointer: `${at}/topic`, detail, code: 'unknown_topic' }];
}

function checkTrigger(trigger: Trigger, at: string, { forms, stages }: Config): Problem[] {
  if ('form' in trigger && !Object.hasOwn(forms, trigger.form)) {
    const detail = `There is no form "${trigger.form}": add it, or name another one.`;
    return [{ pointer: `${at}/form`, detail, code: 'unknown_form' }];
  }
  if ('stage' in trigger && !stages.nurture.states.some(({ id }) => id === trigger.stage)) {
    const known = stages.nurture.states.map(({ id }) => id).join(', ');
    const detail = `"${trigger.stage}" is not a nurture stage: name one of ${known}.`;
    return [{ pointer: `${at}/stage`, detail, code: 'unknown_stage' }];
  }
  if ('lifecycle' in trigger && !stages.lifecycle.states.some(({ id }) => id === trigger.lifecycle)) {
    const known = stages.lifecycle.states.map(({ id }) => id).join(', ');
    const detail = `"${trigger.lifecycle}" is not a state of the lifecycle: name one of ${known}.`;
    return [{ pointer: `${at}/lifecycle`, detail, code: 'unknown_stage' }];
  }
  return [];
}

function checkScoring({ scoring }: Config): Problem[] {
  const { A, B, C } = scoring.fit.grades;
  if (A >= B && B >= C) return [];
  const detail = 'A asks for at least as much fit as B, and B as C: raise A, or lower the others.';
  return [{ pointer: '/scoring/fit/grades', detail, code: 'grades_out_of_order' }];
}
