import type { Row } from '@das/core';
import { shareKey } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import type { ShareObject } from '../catalogue/share-object.js';
import { sharedDatabase } from '../shares/shared-database.js';

/** What SHOW SHARES has. */
export const shareNames: readonly string[] = [
  'created_on',
  'kind',
  'owner_account',
  'name',
  'database_name',
  'to',
  'owner',
  'comment',
  'listing_global_name',
  'secure_objects_only',
];

/** What SHOW SHARES says of an outbound share alone. */
export function shareValues(
  share: ShareObject,
  catalogue: Catalogue,
  account: string,
): Record<string, Row[string]> {
  return {
    kind: 'OUTBOUND',
    owner_account: account,
    database_name: sharedDatabase(catalogue, share)?.name ?? '',
    to: share.accounts.join(', '),
    secure_objects_only: String(share.secureObjectsOnly),
  };
}

/** The objects of a share, each with when it was granted, its database first. */
export function objectsOfShare(
  share: ShareObject,
  catalogue: Catalogue,
): readonly { readonly object: CatalogueObject; readonly sharedOn: string }[] {
  const key = shareKey(share.id);
  const found = [...catalogue.all()].flatMap((object) => {
    const grant = object.grants.find((each) => each.role === key);
    if (grant !== undefined) return [{ object, sharedOn: grant.grantedOn }];
    const isCarried = object.kind === 'DATABASE ROLE' && share.databaseRoles.includes(object.id);
    return isCarried ? [{ object, sharedOn: object.createdOn }] : [];
  });
  const depth = ({ object }: { object: CatalogueObject }): number =>
    object.kind === 'DATABASE' ? 0 : object.kind === 'SCHEMA' ? 1 : 2;
  return found.sort((left, right) => depth(left) - depth(right));
}
