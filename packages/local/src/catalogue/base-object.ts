import type { GrantableKind } from './catalogue-object.js';
import type { SharedSource } from './share-object.js';

/** A privilege that a role, a database role or a share holds on an object. */
export interface Grant {
  readonly privilege: string;
  /** The key of who holds it. */
  readonly role: string;
  readonly withGrantOption: boolean;
  readonly grantedBy: string;
  readonly grantedOn: string;
  /** The id of the container on which it was granted for all objects of a kind. Absent: on this one. */
  readonly inheritedFrom?: number;
}

/**
 * A privilege on all objects of a kind in a container, those that are there and those to come.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-intro
 */
export interface InheritedGrant {
  readonly privilege: string;
  readonly objectKind: GrantableKind;
  /** The key of who holds it. */
  readonly role: string;
  readonly grantedBy: string;
  readonly grantedOn: string;
}

/** A privilege that objects of a kind will be given when they are created in a container. */
export interface FutureGrant {
  readonly privilege: string;
  readonly objectKind: GrantableKind;
  readonly role: string;
  readonly withGrantOption?: boolean;
  readonly grantedOn: string;
}

/** What every object of the catalogue has. */
export interface BaseObject {
  readonly id: number;
  readonly name: string;
  readonly owner: string;
  readonly comment: string;
  readonly createdOn: string;
  readonly grants: readonly Grant[];
  /** Of what another account shares: where it comes from. */
  readonly shared?: SharedSource;
  /** Tag id to value; absent when no tag was ever set. */
  readonly tags?: Readonly<Record<string, string>>;
}
