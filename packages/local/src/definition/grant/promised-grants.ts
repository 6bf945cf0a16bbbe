import type { CatalogueDraft } from '../../catalogue/catalogue.js';
import type { CatalogueObject, FutureGrant } from '../../catalogue/catalogue-object.js';

/** An object of a schema or of a database. */
type ContainedObject = Extract<CatalogueObject, { readonly parent: number }>;

/**
 * A new object with the grants that its schema promised for the future, or else its database.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 */
export function withPromisedGrants<T extends ContainedObject>(
  draft: CatalogueDraft,
  object: T,
  now: string,
): T {
  const parent = draft.get(object.parent);
  const above = parent !== undefined && 'parent' in parent ? draft.get(parent.parent) : undefined;
  const promised = (holder: CatalogueObject | undefined): readonly FutureGrant[] =>
    holder !== undefined && 'futureGrants' in holder
      ? holder.futureGrants.filter((grant) => grant.objectKind === object.kind)
      : [];
  // Grants promised by the schema make those of its database count for nothing.
  const own = promised(parent);
  const grants = own.length > 0 ? own : promised(above);
  const owned = grants.find(({ privilege }) => privilege === 'OWNERSHIP');
  const owner = owned?.role ?? object.owner;
  const added = grants
    .filter(({ privilege }) => privilege !== 'OWNERSHIP')
    .map(({ privilege, role, withGrantOption = false }) => ({
      privilege,
      role,
      withGrantOption,
      grantedBy: owner,
      grantedOn: now,
    }));
  return { ...object, owner, grants: [...object.grants, ...added] };
}
