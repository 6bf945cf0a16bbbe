import type { CatalogueObject } from './catalogue-object.js';

const hierarchy: Readonly<Record<string, readonly string[]>> = {
  ACCOUNTADMIN: [],
  SECURITYADMIN: ['ACCOUNTADMIN'],
  USERADMIN: ['SECURITYADMIN'],
  SYSADMIN: ['ACCOUNTADMIN'],
  PUBLIC: [],
};

export const accountId = 1;

const accountPrivileges: readonly (readonly [string, string])[] = [
  ['SYSADMIN', 'CREATE DATABASE'],
  ['SYSADMIN', 'CREATE WAREHOUSE'],
  ['USERADMIN', 'CREATE ROLE'],
  ['SECURITYADMIN', 'MANAGE GRANTS'],
];

/** The account and its system roles, as a new account has them. */
export function systemObjects(now: string): readonly CatalogueObject[] {
  const base = { comment: '', createdOn: now };
  const account: CatalogueObject = {
    ...base,
    kind: 'ACCOUNT',
    id: accountId,
    name: 'LOCAL',
    lastId: accountId + Object.keys(hierarchy).length,
    owner: 'ACCOUNTADMIN',
    grants: accountPrivileges.map(([role, privilege]) => ({
      privilege,
      role,
      withGrantOption: true,
      grantedBy: '',
      grantedOn: now,
    })),
  };
  const roles = Object.entries(hierarchy).map(
    ([name, grantedTo], index): CatalogueObject => ({
      ...base,
      kind: 'ROLE',
      id: accountId + 1 + index,
      name,
      owner: '',
      grants: [],
      grantedTo,
    }),
  );
  return [account, ...roles];
}
