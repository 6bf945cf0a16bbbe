import type { BaseObject } from './base-object.js';

/** A role inside a database: it holds privileges on the objects of that database alone. */
export interface DatabaseRoleObject extends BaseObject {
  readonly kind: 'DATABASE ROLE';
  /** The id of its database. */
  readonly parent: number;
  /** The keys of the account roles and database roles that it is granted to. */
  readonly grantedTo: readonly string[];
}
