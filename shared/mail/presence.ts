import { type Expression, TypeGuards } from 'liquidjs';
import { variablePath } from './variable-path.ts';

/** Variables that are surely there when a condition holds, and when it does not. */
export interface Presence {
  ifTrue: ReadonlySet<string>;
  ifFalse: ReadonlySet<string>;
}

type Operand = Presence & { path?: string; empty?: boolean };

const none: ReadonlySet<string> = new Set();
export const noPresence: Presence = { ifTrue: none, ifFalse: none };
const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) => new Set([...a, ...b]);
const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  new Set([...a].filter((path) => b.has(path)));

/**
 * `if lead.company`, `if lead.company != blank`, `a and b`: what an author has made sure of needs no fallback
 * inside. Conservative: what is not understood makes sure of nothing.
 */
export function presenceIn(condition: Expression): Presence {
  const stack: Operand[] = [];
  for (const token of condition.postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      stack.push(operand(token));
      continue;
    }
    const right = stack.pop();
    if (token.operator === 'not') {
      stack.push({ ifTrue: right?.ifFalse ?? none, ifFalse: right?.ifTrue ?? none });
      continue;
    }
    stack.push(combine(token.operator, stack.pop(), right));
  }
  return stack.pop() ?? noPresence;
}

function operand(token: unknown): Operand {
  if (TypeGuards.isPropertyAccessToken(token)) {
    const path = variablePath(token);
    return path === undefined ? noPresence : { ifTrue: new Set([path]), ifFalse: none, path };
  }
  // A missing value equals these alone; it is neither "" nor `empty`.
  const empty = TypeGuards.isLiteralToken(token) && ['nil', 'null', 'blank'].includes(token.literal);
  return { ifTrue: none, ifFalse: none, empty };
}

function combine(operator: string, left?: Operand, right?: Operand): Operand {
  if (!left || !right) return noPresence;
  if (operator === 'and') {
    return { ifTrue: both(left.ifTrue, right.ifTrue), ifFalse: shared(left.ifFalse, right.ifFalse) };
  }
  if (operator === 'or') {
    return { ifTrue: shared(left.ifTrue, right.ifTrue), ifFalse: both(left.ifFalse, right.ifFalse) };
  }
  const path = left.path ?? right.path;
  // Two variables may be alike in that both are missing.
  if (path === undefined || (left.path !== undefined && right.path !== undefined)) {
    return noPresence;
  }
  const there = new Set([path]);
  const withNothing = left.empty === true || right.empty === true;
  if (operator === '==')
    return withNothing ? { ifTrue: none, ifFalse: there } : { ifTrue: there, ifFalse: none };
  if (operator === '!=')
    return withNothing ? { ifTrue: there, ifFalse: none } : { ifTrue: none, ifFalse: there };
  return { ifTrue: operator === 'contains' ? there : none, ifFalse: none };
}
