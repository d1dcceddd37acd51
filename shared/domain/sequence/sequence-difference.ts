import type { Sequence } from './sequence.ts';
import type { Step } from './step.ts';

/** How a sequence differs from the one before, in words; empty when it does not. */
export function differenceInWords(before: Sequence | undefined, after: Sequence): string[] {
  if (!before) return [`A new sequence of ${count(after.steps.length, 'step')}.`];
  const words: string[] = [];
  if (before.title !== after.title) words.push(`The title is "${after.title}", no more "${before.title}".`);
  for (const [name, what] of parts) {
    if (isSame(before[name], after[name])) continue;
    words.push(`${what}: ${inWords(after[name])}, before: ${inWords(before[name])}.`);
  }
  return [...words, ...stepsInWords(before.steps, after.steps)];
}

const parts = [
  ['triggers', 'What starts it'],
  ['exitOn', 'What ends it'],
  ['reentry', 'Entering again'],
  ['window', 'Hours of sending'],
] as const;

function stepsInWords(before: Step[], after: Step[]): string[] {
  const known = (steps: Step[], id: string) => steps.some((step) => step.id === id);
  const removed = before.filter(({ id }) => !known(after, id)).map(({ id }) => `The step "${id}" is gone.`);
  const kept = after.filter(({ id }) => known(before, id)).map(({ id }) => id);
  const order = before.filter(({ id }) => known(after, id)).map(({ id }) => id);
  const isMoved = !isSame(kept, order);
  const told = after.flatMap((step, i): string[] => {
    const old = before.find(({ id }) => id === step.id);
    if (!old) return [`A new step "${step.id}" (${describe(step)}) ${place(after, i)}.`];
    if (isSame(old, step)) return [];
    return [`The step "${step.id}" is now ${describe(step)}, before ${describe(old)}.`];
  });
  return [...removed, ...told, ...(isMoved ? [`The steps stand in another order: ${kept.join(', ')}.`] : [])];
}

const place = (steps: Step[], i: number): string =>
  i === 0 ? 'at the beginning' : i === steps.length - 1 ? 'at the end' : `after "${steps[i - 1]?.id}"`;

/** A step in a few words. */
function describe(step: Step): string {
  const { id: _, type, ...rest } = step;
  switch (step.type) {
    case 'email':
      return `the mail "${step.template}"`;
    case 'wait':
      return `a wait (${Object.entries(rest)
        .map(([name, value]) => `${name} ${inWords(value)}`)
        .join(', ')})`;
    default:
      return `${type} ${inWords(rest)}`;
  }
}

const inWords = (value: unknown): string =>
  value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
