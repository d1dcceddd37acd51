import { SEPARATOR } from './figure.ts';
import type { Counts } from './statistics.ts';

/** A name's parts and its count, as a tree. */
export type Tree = Map<string, Tree | number>;

/** Figures by the parts of their names. */
export function grow(counts: Counts): Tree {
  const root: Tree = new Map();
  for (const [name, count] of Object.entries(counts)) {
    const parts = name.split(SEPARATOR);
    const last = parts.pop() ?? '';
    let at = root;
    for (const part of parts) {
      const next = at.get(part);
      const found: Tree = next instanceof Map ? next : new Map();
      at.set(part, found);
      at = found;
    }
    at.set(last, count);
  }
  return root;
}

/** What stands below a name; an empty tree when there is nothing. */
export const branch = (tree: Tree, name: string): Tree => {
  const found = tree.get(name);
  return found instanceof Map ? found : new Map();
};

/** The count of a name; 0 when there is none. */
export const leaf = (tree: Tree, name: string): number => {
  const found = tree.get(name);
  return typeof found === 'number' ? found : 0;
};

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/** The branches, in the order of their names. */
export const each = <T>(tree: Tree, see: (name: string, of: Tree) => T): T[] =>
  [...tree].sort(byName).flatMap(([name, of]) => (of instanceof Map ? [see(name, of)] : []));

/** The names that have a count themselves, in their order. */
export const counted = (tree: Tree): [string, number][] =>
  [...tree].sort(byName).flatMap(([name, of]) => (typeof of === 'number' ? [[name, of]] : []));
