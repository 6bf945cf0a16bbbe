import type { BaseObject } from './base-object.js';
import type { Catalogue } from './catalogue.js';

/** What is shared is what its key was granted: the objects carry the grants, as with a role. */
export interface ShareObject extends BaseObject {
  readonly kind: 'SHARE';
  /** Whether views must be secure to be shared. Once FALSE, always FALSE. */
  readonly secureObjectsOnly: boolean;
  /** The names of the accounts that may create a database from it. */
  readonly accounts: readonly string[];
  /** The ids of the database roles that it carries. */
  readonly databaseRoles: readonly number[];
}

/** What a database that was created from a share shows. */
export interface SharedDatabase {
  /** The name of the account that shares. */
  readonly account: string;
  /** `ACCOUNT.SHARE`, as it was named. */
  readonly name: string;
  /** The id of the share in that account. */
  readonly share: number;
  /** The roles of this account that were granted the database roles of the share, by their ids there. */
  readonly grantedTo: Readonly<Record<string, readonly string[]>>;
}

/** Where an object that another account shares comes from. It is never kept. */
export interface SharedSource {
  /** Its id there. */
  readonly source: number;
  readonly provider: Catalogue;
  readonly share: ShareObject;
}
