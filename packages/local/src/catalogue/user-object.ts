import type { BaseObject } from './base-object.js';

/** What is kept of a password: enough to check one, not enough to know it. */
export interface PasswordHash {
  readonly algorithm: 'scrypt';
  readonly salt: string;
  readonly hash: string;
}

/** A role that a user may take on. */
export interface GrantedRole {
  /** The key of the role. */
  readonly role: string;
  readonly grantedBy: string;
  readonly grantedOn: string;
}

export type UserType = 'PERSON' | 'SERVICE' | 'LEGACY_SERVICE';

/** A user who may sign in to the server, by a password or the keys of RSA pairs. */
export interface UserObject extends BaseObject {
  readonly kind: 'USER';
  readonly loginName: string;
  readonly type: UserType;
  readonly isDisabled: boolean;
  readonly mustChangePassword: boolean;
  readonly password?: PasswordHash;
  /** Public keys as PEM; the second is there while keys are exchanged. */
  readonly publicKeys: readonly (string | undefined)[];
  /** `DISPLAY_NAME`, `EMAIL`, `DEFAULT_ROLE` and other text, as it was given. */
  readonly properties: Readonly<Record<string, string>>;
  /** `DEFAULT_SECONDARY_ROLES = ('ALL')`, or `()`. */
  readonly hasSecondaryRoles: boolean;
  readonly roles: readonly GrantedRole[];
  /** The id of the network policy that is active for the user. */
  readonly networkPolicy?: number;
}
