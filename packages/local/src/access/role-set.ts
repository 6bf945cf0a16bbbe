import type { Catalogue } from '../catalogue/catalogue.js';
import { keyOfRole } from './role-key.js';

/** The secondary roles that a session asked for. */
export type SecondaryRoles = 'ALL' | 'NONE' | readonly string[];

/** The roles that a role stands for, as keys: itself, every role granted to it, and PUBLIC. */
export function rolesBelow(catalogue: Catalogue, ...roles: readonly string[]): ReadonlySet<string> {
  const children = childrenOfRoles(catalogue);
  const found = new Set<string>(['PUBLIC', ...roles]);
  const open = [...found];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children.get(next) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      open.push(child);
    }
  }
  return found;
}

const settled = new WeakMap<Catalogue, ReadonlyMap<string, readonly string[]>>();

/** The roles that are granted to each role; read once from a catalogue that does not change. */
function childrenOfRoles(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const known = settled.get(catalogue);
  if (known !== undefined) return known;
  const children = readChildren(catalogue);
  if (catalogue.isSettled) settled.set(catalogue, children);
  return children;
}

function readChildren(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  const add = (parent: string, child: string): void => {
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [child]);
    else known.push(child);
  };
  for (const object of catalogue.all()) {
    if (object.kind !== 'ROLE' && object.kind !== 'DATABASE ROLE') continue;
    for (const parent of object.grantedTo) add(parent, keyOfRole(object));
  }
  return children;
}

/**
 * The active roles of a session: those of the primary role, and those of the secondary ones.
 *
 * @param granted - the keys of what was granted to the user. Absent: every account role
 */
export function activeRoles(
  catalogue: Catalogue,
  primary: string,
  secondary: SecondaryRoles,
  granted: readonly string[] | undefined,
): ReadonlySet<string> {
  // A database role that was granted to the user counts among the secondary roles alone.
  if (secondary === 'NONE') return rolesBelow(catalogue, primary);
  const held = granted ?? [...catalogue.ofKind('ROLE')].map(({ name }) => name);
  if (secondary === 'ALL') return rolesBelow(catalogue, primary, ...held);
  const usable = rolesBelow(catalogue, ...held);
  return rolesBelow(catalogue, primary, ...secondary.filter((role) => usable.has(role)));
}
