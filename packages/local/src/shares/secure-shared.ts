import { WarehouseError } from '@das/core';
import { databaseRoleKey, shareKey } from '../access/role-key.js';
import type { RelationObject } from '../catalogue/catalogue-object.js';
import type { SharedSource } from '../catalogue/share-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { executionFailed, notFound } from '../warehouse/errors.js';
import { referencedDatabases, sharedDatabase } from './shared-database.js';

/** What a relation of another account is, and whose rights hold where it is read. */
export interface SharedPlace {
  readonly relation: RelationObject;
  readonly frame: Frame;
}

/**
 * Reads a relation that another account shares: in its catalogue, with the rights of the share, under
 * its policies, for which the reader is an account and not a role.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-sharing-policy-protected-data
 */
export function readShared<T>(
  relation: RelationObject,
  shared: SharedSource,
  compilation: Compilation,
  frame: Frame,
  read: (place: SharedPlace) => T,
): T {
  const { provider, share, source } = shared;
  const name = compilation.catalogue.fullName(relation);
  const databaseRoles = activeDatabaseRoles(shared, compilation, frame);
  const before = new Set(compilation.relations.keys());
  const result = compilation.within(provider, () =>
    guarded(name, () => {
      const found = provider.get(source);
      const place = found && provider.container(found);
      const isRelation =
        found?.kind === 'TABLE' || found?.kind === 'VIEW' || found?.kind === 'DYNAMIC TABLE';
      if (!isRelation) throw notFound('Object', name);
      const { share: _, ...outer } = frame;
      return read({
        relation: found,
        frame: {
          ...outer,
          roles: new Set([shareKey(share.id), ...databaseRoles]),
          invoker: '',
          database: place?.database,
          schema: place?.schema,
          seesTemporaries: false,
          consumer: { account: compilation.session.account ?? '', databaseRoles },
          directShare: share.name,
        },
      });
    }),
  );
  const allowed = new Set([
    sharedDatabase(provider, share)?.id,
    ...referencedDatabases(provider, share),
  ]);
  for (const [id, each] of [...compilation.relations]) {
    if (before.has(id)) continue;
    const schema = provider.get(each.parent);
    const database = schema !== undefined && 'parent' in schema ? schema.parent : undefined;
    // A view that was replaced may read a database by now that the share must not.
    if (database === undefined || !allowed.has(database)) throw notFound('Object', name);
    // The reader's account knows what it named, and nothing of what lies behind it.
    compilation.relations.delete(id);
  }
  compilation.relations.set(relation.id, relation);
  return result;
}

/** What fails behind a share is told to its provider, not to who reads: it names what is not shared. */
function guarded<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.code === 'DAS_WAREHOUSE_UNSUPPORTED')
      throw error;
    throw executionFailed(`the shared object ${name} cannot be read`, {
      number: 3030,
      sqlState: '42501',
      place: name,
      next: 'ask the account that shares it',
    });
  }
}

/** The keys, in the provider's account, of the roles of the share that the reader's roles hold. */
function activeDatabaseRoles(
  { share }: SharedSource,
  { catalogue }: Compilation,
  { roles }: Frame,
): ReadonlySet<string> {
  const active = new Set<string>();
  for (const role of catalogue.ofKind('DATABASE ROLE')) {
    const { shared } = role;
    if (shared?.share.id !== share.id || !roles.has(databaseRoleKey(role.id))) continue;
    active.add(databaseRoleKey(shared.source));
  }
  return active;
}
