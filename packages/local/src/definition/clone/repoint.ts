import { databaseRoleKey } from '../../access/role-key.js';
import type { Grant } from '../../catalogue/base-object.js';
import type {
  CatalogueObject,
  ColumnObject,
  Lineage,
  MaskAttachment,
  RelationObject,
} from '../../catalogue/catalogue-object.js';

/** The ids of the clones, by the ids of what they were cloned from. */
export type CloneIds = ReadonlyMap<number, number>;

/**
 * An object with each reference to something that was cloned along with it turned to the clone:
 * policies, tags, streams and tasks. A reference to anything else stays.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-clone
 */
export function repoint<T extends CatalogueObject>(object: T, ids: CloneIds): T {
  const base = {
    ...object,
    grants: object.grants.map((grant) => repointGrant(grant, ids)),
    owner: repointKey(object.owner, ids),
    ...(object.tags === undefined ? {} : { tags: repointTags(object.tags, ids) }),
  };
  return { ...base, ...references(object, ids) };
}

function references(object: CatalogueObject, ids: CloneIds): object {
  const to = (id: number): number => ids.get(id) ?? id;
  switch (object.kind) {
    case 'TABLE':
    case 'VIEW':
    case 'DYNAMIC TABLE':
      return relation(object, ids);
    case 'TAG':
      return object.maskingPolicies === undefined
        ? {}
        : { maskingPolicies: object.maskingPolicies.map(to) };
    case 'STREAM':
      return {
        table: to(object.table),
        ...(object.tables === undefined ? {} : { tables: object.tables.map(to) }),
      };
    case 'TASK':
      return {
        after: object.after.map(to),
        finalizes: object.finalizes === undefined ? undefined : to(object.finalizes),
      };
    case 'DATABASE ROLE':
      return { grantedTo: object.grantedTo.map((key) => repointKey(key, ids)) };
    case 'DATABASE':
    case 'SCHEMA':
      return {
        futureGrants: object.futureGrants.map((grant) => ({
          ...grant,
          role: repointKey(grant.role, ids),
        })),
        ...(object.inheritedGrants === undefined
          ? {}
          : {
              inheritedGrants: object.inheritedGrants.map((grant) => ({
                ...grant,
                role: repointKey(grant.role, ids),
              })),
            }),
      };
    default:
      return {};
  }
}

function relation(object: RelationObject, ids: CloneIds): Partial<RelationObject> {
  const { aggregation } = object;
  return {
    columns: object.columns.map((column) => repointColumn(column, ids)),
    ...(object.propagated === undefined ? {} : { propagated: repointTags(object.propagated, ids) }),
    ...('lineage' in object && object.lineage !== undefined
      ? { lineage: ofClone(object.lineage, ids) }
      : {}),
    rowAccess: object.rowAccess && repointAttachment(object.rowAccess, ids),
    ...(aggregation === undefined
      ? {}
      : {
          aggregation: {
            ...aggregation,
            policy: ids.get(aggregation.policy) ?? aggregation.policy,
          },
        }),
  };
}

/** A clone may read the clones of what its original reads, or the originals, as its query names them. */
function ofClone(lineage: Lineage, ids: CloneIds): Lineage {
  return lineage.relations.some((id) => ids.has(id)) ? { ...lineage, isPartial: true } : lineage;
}

function repointColumn(column: ColumnObject, ids: CloneIds): ColumnObject {
  const { projection } = column;
  return {
    ...column,
    mask: column.mask && repointAttachment(column.mask, ids),
    tags: repointTags(column.tags, ids),
    ...(column.propagated === undefined ? {} : { propagated: repointTags(column.propagated, ids) }),
    ...(projection === undefined ? {} : { projection: ids.get(projection) ?? projection }),
  };
}

function repointAttachment(attachment: MaskAttachment, ids: CloneIds): MaskAttachment {
  return { ...attachment, policy: ids.get(attachment.policy) ?? attachment.policy };
}

function repointTags(
  tags: Readonly<Record<string, string>>,
  ids: CloneIds,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).map(([id, value]) => [String(ids.get(Number(id)) ?? id), value]),
  );
}

function repointGrant(grant: Grant, ids: CloneIds): Grant {
  return { ...grant, role: repointKey(grant.role, ids) };
}

/** The key of a database role that was cloned becomes that of its clone. */
function repointKey(key: string, ids: CloneIds): string {
  for (const [from, to] of ids) if (key === databaseRoleKey(from)) return databaseRoleKey(to);
  return key;
}
