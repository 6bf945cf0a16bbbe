import { shareKey } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { DatabaseObject } from '../catalogue/catalogue-object.js';
import type { ShareObject } from '../catalogue/share-object.js';

/** The database of a share: the one that it holds USAGE on. */
export function sharedDatabase(
  catalogue: Catalogue,
  share: ShareObject,
): DatabaseObject | undefined {
  return databasesWith(catalogue, share, 'USAGE')[0];
}

/** The ids of the databases that the views of a share may read besides its own. */
export function referencedDatabases(catalogue: Catalogue, share: ShareObject): readonly number[] {
  return databasesWith(catalogue, share, 'REFERENCE_USAGE').map(({ id }) => id);
}

function databasesWith(
  catalogue: Catalogue,
  share: ShareObject,
  privilege: string,
): readonly DatabaseObject[] {
  const key = shareKey(share.id);
  return [...catalogue.ofKind('DATABASE')].filter(({ grants }) =>
    grants.some((grant) => grant.role === key && grant.privilege === privilege),
  );
}
