import { databaseRoleKey, shareKey } from '../access/role-key.js';
import { Catalogue } from '../catalogue/catalogue.js';
import {
  type CatalogueObject,
  type DatabaseObject,
  isRelation,
  type RelationObject,
  type SchemaObject,
} from '../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../catalogue/database-role-object.js';
import type { ShareObject } from '../catalogue/share-object.js';
import { sharedDatabase } from './shared-database.js';

/** Where ids of what is shared begin: far above any that the catalogue gives. */
const firstShared = 2 ** 44;

type Providers = (account: string) => Catalogue | undefined;

/**
 * A catalogue in which each database that was created from a share holds what the share gives now:
 * names and columns, and neither text nor policies. Reading them leads to the catalogue of the provider.
 */
export function withSharedDatabases(
  own: Catalogue,
  account: string,
  providers: Providers,
): Catalogue {
  const imports = [...own.ofKind('DATABASE')].filter(({ share }) => share !== undefined);
  if (imports.length === 0) return own;
  const objects = new Map([...own.all()].map((object) => [object.id, object]));
  let next = firstShared;
  for (const database of imports) {
    const shown = contents(database, account, providers, () => {
      next += 1;
      return next;
    });
    for (const object of shown) objects.set(object.id, object);
  }
  return new Catalogue(own.version, objects.values());
}

/** The objects of a catalogue that are its own, for it to be kept. */
export function withoutShared(catalogue: Catalogue): Catalogue {
  const objects = [...catalogue.all()];
  if (!objects.some(({ shared }) => shared !== undefined)) return catalogue;
  const kept = objects.filter(({ shared }) => shared === undefined).map(ownPart);
  return new Catalogue(catalogue.version, kept);
}

/** A database as it is kept: the roles inside it are not its own. */
export function ownPart<T extends CatalogueObject>(object: T): T {
  if (object.kind !== 'DATABASE' || object.share === undefined) return object;
  const grants = object.grants.filter(({ role }) => !role.startsWith(sharedKeyStart));
  return grants.length === object.grants.length ? object : { ...object, grants };
}

const sharedKeyStart = databaseRoleKey(firstShared).slice(0, -9);

/** The share that a database shows, if it is still shared with the account. */
function findShare(
  database: DatabaseObject,
  account: string,
  providers: Providers,
): { readonly provider: Catalogue; readonly share: ShareObject } | undefined {
  const source = database.share;
  const provider = source && providers(source.account);
  const share = source && provider?.get(source.share);
  if (provider === undefined || share?.kind !== 'SHARE') return undefined;
  return share.accounts.includes(account) ? { provider, share } : undefined;
}

function contents(
  database: DatabaseObject,
  account: string,
  providers: Providers,
  nextId: () => number,
): readonly CatalogueObject[] {
  const found = findShare(database, account, providers);
  const place = found && sharedDatabase(found.provider, found.share);
  if (found === undefined || place === undefined) return [];
  const { provider, share } = found;
  const granted = database.share?.grantedTo ?? {};
  const roles: DatabaseRoleObject[] = [];
  /** The key of a role there, to the key of the same role here. */
  const keys = new Map<string, string>();
  for (const id of share.databaseRoles) {
    const role = provider.get(id);
    if (role?.kind !== 'DATABASE ROLE') continue;
    const mine = nextId();
    keys.set(databaseRoleKey(id), databaseRoleKey(mine));
    roles.push({
      ...role,
      ...foreign(mine, database.id, id, provider, share),
      grantedTo: granted[String(id)] ?? [],
    });
  }
  const readers = [
    database.owner,
    ...database.grants.filter(({ privilege }) => privilege === 'USAGE').map(({ role }) => role),
  ];
  /** Who may use what the share or one of its roles may use. */
  const grantsFor = (object: CatalogueObject, privilege: string): CatalogueObject['grants'] =>
    object.grants
      .filter((grant) => grant.privilege === privilege)
      .flatMap(({ role }) => {
        if (role === shareKey(share.id)) return readers;
        const mine = keys.get(role);
        return mine === undefined ? [] : [mine];
      })
      .map((role) => ({
        privilege,
        role,
        withGrantOption: false,
        grantedBy: '',
        grantedOn: object.createdOn,
      }));
  const shown: CatalogueObject[] = [...roles];
  const usage = grantsFor(place, 'USAGE').filter(({ role }) => !readers.includes(role));
  shown.push({ ...database, grants: [...database.grants, ...usage] });
  for (const schema of provider.childrenOf(place.id)) {
    if (schema.kind !== 'SCHEMA') continue;
    const schemaGrants = grantsFor(schema, 'USAGE');
    if (schemaGrants.length === 0) continue;
    const mine: SchemaObject = {
      ...schema,
      ...foreign(nextId(), database.id, schema.id, provider, share),
      grants: schemaGrants,
      futureGrants: [],
      inheritedGrants: [],
      isManaged: false,
    };
    shown.push(mine);
    for (const relation of provider.childrenOf(schema.id)) {
      if (!isRelation(relation)) continue;
      const grants = grantsFor(relation, 'SELECT');
      if (grants.length === 0) continue;
      shown.push({
        ...bare(relation),
        ...foreign(nextId(), mine.id, relation.id, provider, share),
        grants,
      });
    }
  }
  return shown;
}

function foreign(
  id: number,
  parent: number,
  source: number,
  provider: Catalogue,
  share: ShareObject,
): Pick<SchemaObject, 'id' | 'parent' | 'owner' | 'grants' | 'shared' | 'tags'> {
  return { id, parent, owner: '', grants: [], tags: {}, shared: { source, provider, share } };
}

/** A relation without what its owner keeps to itself. */
function bare(relation: RelationObject): RelationObject {
  const columns = relation.columns.map(({ id, name, type, notNull, comment }) => ({
    id,
    name,
    type,
    notNull,
    comment,
    defaultText: undefined,
    mask: undefined,
    tags: {},
  }));
  const { aggregation, propagated, ...rest } = relation;
  const open = { ...rest, columns, rowAccess: undefined, tags: {} };
  if (open.kind === 'VIEW') {
    const { lineage, ...view } = open;
    return { ...view, text: '', isSecure: true };
  }
  if (open.kind === 'DYNAMIC TABLE') {
    const { lineage, ...table } = open;
    return { ...table, text: '' };
  }
  const { changeKey, ...table } = open;
  return { ...table, changeTracking: false };
}
