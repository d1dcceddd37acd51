import {
  AssignTag,
  CaseTag,
  ForTag,
  IfTag,
  Output,
  type Template as ParsedTemplate,
  type PropertyAccessToken,
  type Token,
  TypeGuards,
  UnlessTag,
  Value,
} from 'liquidjs';
import { PartialTag } from './partial-tag.ts';
import { noPresence, presenceIn } from './presence.ts';
import { variablePath } from './variable-path.ts';

/** Names a template may use: those always there, and those that a lead may lack. */
export interface KnownVariables {
  guaranteed: ReadonlySet<string>;
  optional: ReadonlySet<string>;
}

export interface VariableFault {
  line: number;
  name: string;
  fault: 'unknown' | 'no fallback' | 'computed';
}

/** What is surely there at a place (`sure`), and what the template itself named before it (`local`). */
interface Place {
  sure: Set<string>;
  local: Set<string>;
}

/** Every use of a variable that is unknown, or that may be missing when a mail is rendered. */
export function findVariableFaults(
  templates: readonly ParsedTemplate[],
  known: KnownVariables,
): VariableFault[] {
  const faults: VariableFault[] = [];

  function use(token: PropertyAccessToken, place: Place, lenient: boolean): void {
    const path = variablePath(token);
    const [line = 0] = token.getPosition();
    const report = (fault: VariableFault['fault']) => faults.push({ line, name: token.getText(), fault });
    if (path === undefined) report('computed');
    else if (place.sure.has(path) || path.startsWith('forloop.')) return;
    else if (!known.optional.has(path) && !place.local.has(path)) report('unknown');
    else if (!lenient) report('no fallback');
  }

  function useToken(token: Token | undefined, place: Place, lenient: boolean): void {
    if (TypeGuards.isPropertyAccessToken(token)) use(token, place, lenient);
    else if (TypeGuards.isRangeToken(token)) {
      useToken(token.lhs, place, false);
      useToken(token.rhs, place, false);
    }
  }

  function useValue(value: Value, place: Place, lenient = false): void {
    const forgiving = lenient || value.filters[0]?.name === 'default';
    for (const token of value.initial.postfix) useToken(token, place, forgiving);
    for (const filter of value.filters) {
      for (const arg of filter.args) useToken(Array.isArray(arg) ? arg[1] : arg, place, false);
    }
  }

  /** Is what a template gives a name to there in any case? */
  function isSure(value: Value, place: Place): boolean {
    if (value.filters[0]?.name === 'default') return true;
    return value.initial.postfix.every((token) => {
      if (!TypeGuards.isPropertyAccessToken(token)) return true;
      const path = variablePath(token);
      return path !== undefined && place.sure.has(path);
    });
  }

  const inside = (place: Place, sure: Iterable<string> = []): Place => ({
    sure: new Set([...place.sure, ...sure]),
    local: new Set(place.local),
  });

  /** One branch after the other: each knows that those before it did not hold. */
  function walkIf(tag: IfTag | UnlessTag, place: Place): void {
    const so = inside(place);
    tag.branches.forEach(({ value, templates }, i) => {
      useValue(value, so, true);
      const found = value.filters.length > 0 ? noPresence : presenceIn(value.initial);
      const turned = i === 0 && tag instanceof UnlessTag;
      walkAll(templates, inside(so, turned ? found.ifFalse : found.ifTrue));
      for (const path of turned ? found.ifTrue : found.ifFalse) so.sure.add(path);
    });
    walkAll(tag.elseTemplates ?? [], so);
  }

  function walkCase(tag: CaseTag, place: Place): void {
    useValue(tag.value, place, true);
    const there = tag.value.filters.length > 0 ? [] : presenceIn(tag.value.initial).ifTrue;
    for (const branch of tag.branches) {
      for (const token of branch.values) useToken(token, place, true);
      const literal = branch.values.every((token) => TypeGuards.isQuotedToken(token) && token.content !== '');
      walkAll(branch.templates, inside(place, literal ? there : []));
    }
    walkAll(tag.elseTemplates, inside(place));
  }

  function walkFor(tag: ForTag, place: Place): void {
    for (const argument of tag.arguments()) {
      if (!(argument instanceof Value)) useToken(argument, place, false);
    }
    walkAll(tag.templates, inside(place, [tag.variable]));
    walkAll(tag.elseTemplates, inside(place));
  }

  function walkAssign(tag: AssignTag, place: Place): void {
    const values = [...tag.arguments()].filter((argument) => argument instanceof Value);
    for (const value of values) useValue(value, place, true);
    for (const { content } of tag.localScope()) {
      place.local.add(content);
      if (values.every((value) => isSure(value, place))) place.sure.add(content);
      else place.sure.delete(content);
    }
  }

  function walkAll(list: readonly ParsedTemplate[], place: Place): void {
    for (const template of list) {
      if (template instanceof Output) useValue(template.value, place);
      else if (template instanceof IfTag || template instanceof UnlessTag) walkIf(template, place);
      else if (template instanceof CaseTag) walkCase(template, place);
      else if (template instanceof ForTag) walkFor(template, place);
      else if (template instanceof AssignTag) walkAssign(template, place);
      else if (template instanceof PartialTag) walkAll(template.templates, place);
    }
  }

  walkAll(templates, { sure: new Set(known.guaranteed), local: new Set() });
  return faults;
}

/** A fault in words for an author; `place`: `page`, `kind of mail`. */
export function describeFault({ line, name, fault }: VariableFault, place: string): string {
  if (fault === 'unknown') return `line ${line}: there is no "${name}" in this ${place}`;
  if (fault === 'computed') return `line ${line}: "${name}": write the name of the field out`;
  return `line ${line}: "${name}" may be missing: put "| default: …" right behind it, or an "if" around it`;
}
