import type { Row, Value } from '@das/core';
import { holdsGlobal, sees } from '../access/privileges.js';
import type { UserObject } from '../catalogue/user-object.js';
import type { SessionState } from '../engine/session-state.js';

/** What SHOW USERS has. */
export const userNames: readonly string[] = [
  'name',
  'created_on',
  'login_name',
  'display_name',
  'first_name',
  'last_name',
  'email',
  'mins_to_unlock',
  'days_to_expiry',
  'comment',
  'disabled',
  'must_change_password',
  'snowflake_lock',
  'default_warehouse',
  'default_namespace',
  'default_role',
  'default_secondary_roles',
  'ext_authn_duo',
  'ext_authn_uid',
  'mins_to_bypass_mfa',
  'owner',
  'last_success_login',
  'expires_at_time',
  'locked_until_time',
  'has_password',
  'has_rsa_public_key',
  'type',
];

/** Whether the session may see more of a user than that it is its own. */
export function seesUser(user: UserObject, state: SessionState): boolean {
  const { catalogue } = state.engine;
  return sees(state.roles, user) || holdsGlobal(catalogue, state.roles, 'CREATE USER');
}

/** What SHOW USERS says of a user; whoever asks is always shown their own name. */
export function userValues(user: UserObject, state: SessionState): Record<string, Row[string]> {
  const { properties } = user;
  if (!seesUser(user, state)) {
    return Object.fromEntries(userNames.map((name) => [name, name === 'name' ? user.name : null]));
  }
  return {
    login_name: user.loginName,
    display_name: properties.DISPLAY_NAME ?? user.name,
    first_name: properties.FIRST_NAME ?? '',
    last_name: properties.LAST_NAME ?? '',
    email: properties.EMAIL ?? '',
    disabled: String(user.isDisabled),
    must_change_password: String(user.mustChangePassword),
    snowflake_lock: 'false',
    default_warehouse: properties.DEFAULT_WAREHOUSE ?? '',
    default_namespace: properties.DEFAULT_NAMESPACE ?? '',
    default_role: properties.DEFAULT_ROLE ?? '',
    default_secondary_roles: secondaryText(user),
    ext_authn_duo: 'false',
    last_success_login: null,
    expires_at_time: null,
    locked_until_time: null,
    has_password: String(user.password !== undefined),
    has_rsa_public_key: String(hasKey(user)),
    type: user.type,
  };
}

function secondaryText(user: UserObject): string {
  return user.hasSecondaryRoles ? '["ALL"]' : '[]';
}

function hasKey(user: UserObject): boolean {
  // A key that was taken away is null in what was read from the file.
  return user.publicKeys.some((key) => key !== undefined && key !== null);
}

/** The rows of DESCRIBE USER: a property, its value and its default. Never a password or its hash. */
export function describedUser(user: UserObject): readonly Row[] {
  const { properties } = user;
  const values: Readonly<Record<string, Value>> = {
    NAME: user.name,
    COMMENT: user.comment,
    DISPLAY_NAME: properties.DISPLAY_NAME ?? user.name,
    TYPE: user.type,
    LOGIN_NAME: user.loginName,
    FIRST_NAME: properties.FIRST_NAME ?? null,
    MIDDLE_NAME: properties.MIDDLE_NAME ?? null,
    LAST_NAME: properties.LAST_NAME ?? null,
    EMAIL: properties.EMAIL ?? null,
    PASSWORD: user.password === undefined ? null : '********',
    MUST_CHANGE_PASSWORD: String(user.mustChangePassword),
    DISABLED: String(user.isDisabled),
    DEFAULT_WAREHOUSE: properties.DEFAULT_WAREHOUSE ?? null,
    DEFAULT_NAMESPACE: properties.DEFAULT_NAMESPACE ?? null,
    DEFAULT_ROLE: properties.DEFAULT_ROLE ?? null,
    DEFAULT_SECONDARY_ROLES: secondaryText(user),
    RSA_PUBLIC_KEY: keyText(user.publicKeys[0]),
    RSA_PUBLIC_KEY_2: keyText(user.publicKeys[1]),
  };
  return Object.entries(values).map(([property, value]) => ({
    property,
    value: value ?? 'null',
    default: property === 'DEFAULT_SECONDARY_ROLES' ? '["ALL"]' : 'null',
    description: '',
  }));
}

function keyText(key: string | null | undefined): string | null {
  if (key === undefined || key === null) return null;
  return key.replace(/-----(?:BEGIN|END) PUBLIC KEY-----/g, '').replace(/\s+/g, '');
}
