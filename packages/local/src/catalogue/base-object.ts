import type { GrantableKind } from './catalogue-object.js';

/** A privilege that a role holds on an object. */
export interface Grant {
  readonly privilege: string;
  readonly role: string;
  readonly withGrantOption: boolean;
  readonly grantedBy: string;
  readonly grantedOn: string;
}

/** A privilege that objects of a kind will be given when they are created in a container. */
export interface FutureGrant {
  readonly privilege: string;
  readonly objectKind: GrantableKind;
  readonly role: string;
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
}
