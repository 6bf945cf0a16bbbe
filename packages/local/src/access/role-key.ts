import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../catalogue/database-role-object.js';

/**
 * Owners and grantees are written as keys. The key of an account role is its name; that of a database
 * role or a share is its number behind a NUL, which no identifier can hold, so that neither a rename
 * nor a quoted name with a dot can make one stand for another.
 */
const mark = '\u0000';

export function databaseRoleKey(id: number): string {
  return `${mark}database role ${id}`;
}

export function shareKey(id: number): string {
  return `${mark}share ${id}`;
}

/** Whether a key is that of an account role. */
export function isAccountRole(key: string): boolean {
  return !key.startsWith(mark);
}

/** The key of a role. */
export function keyOfRole(
  role: Extract<CatalogueObject, { kind: 'ROLE' | 'DATABASE ROLE' }>,
): string {
  return role.kind === 'ROLE' ? role.name : databaseRoleKey(role.id);
}

/** What a key stands for, as SHOW writes it. */
export interface Grantee {
  readonly name: string;
  readonly type: 'ROLE' | 'DATABASE_ROLE' | 'SHARE';
  /** The object of a database role or a share. */
  readonly object?: CatalogueObject;
}

export function granteeOf(catalogue: Catalogue, key: string): Grantee {
  if (isAccountRole(key)) return { name: key, type: 'ROLE' };
  const isShare = key.startsWith(`${mark}share `);
  const object = catalogue.get(Number(key.slice(key.lastIndexOf(' ') + 1)));
  return {
    name: object?.name ?? '',
    type: isShare ? 'SHARE' : 'DATABASE_ROLE',
    ...(object === undefined ? {} : { object }),
  };
}

/** The database role of a key, if it is one. */
export function databaseRoleOf(catalogue: Catalogue, key: string): DatabaseRoleObject | undefined {
  if (isAccountRole(key)) return undefined;
  const { object } = granteeOf(catalogue, key);
  return object?.kind === 'DATABASE ROLE' ? object : undefined;
}
