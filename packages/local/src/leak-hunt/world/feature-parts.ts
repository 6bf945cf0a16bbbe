import type { CellType } from './cell.js';
import type { HuntedRelation, SetUpStatement } from './feature.js';
import { roles, type WorldKind } from './set-up.js';

export function relation(
  name: string,
  columns: Readonly<Record<string, CellType>>,
  more: Partial<HuntedRelation> = {},
): HuntedRelation {
  return {
    name,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    keys: ['ID'],
    ...more,
  };
}

export function grants(kind: string, name: string): readonly SetUpStatement[] {
  return roles.map((role) => ({
    role: 'ACCOUNTADMIN',
    text: `GRANT SELECT ON ${kind} D.S.${name} TO ROLE ${role}`,
  }));
}

/** The worlds that have policies. */
export const guarded: readonly WorldKind[] = ['guarded', 'twin'];
export const plain: readonly WorldKind[] = ['plain'];
