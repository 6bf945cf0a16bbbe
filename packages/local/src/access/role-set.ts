import type { Catalogue } from '../catalogue/catalogue.js';

/** The roles that a role stands for: itself, every role granted to it, and PUBLIC. */
export function rolesBelow(catalogue: Catalogue, role: string): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const { name, grantedTo } of catalogue.ofKind('ROLE')) {
    for (const parent of grantedTo) children.set(parent, [...(children.get(parent) ?? []), name]);
  }
  const found = new Set<string>(['PUBLIC', role]);
  const open = [role];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children.get(next) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      open.push(child);
    }
  }
  return found;
}

/** The active roles of a session. With secondary roles ALL, the local user activates every role. */
export function activeRoles(
  catalogue: Catalogue,
  primary: string,
  secondary: 'ALL' | 'NONE',
): ReadonlySet<string> {
  if (secondary === 'NONE') return rolesBelow(catalogue, primary);
  return new Set([...catalogue.ofKind('ROLE')].map((role) => role.name));
}
