import type { Catalogue } from '../catalogue/catalogue.js';
import {
  type CatalogueObject,
  type ColumnObject,
  isRelation,
  type RelationObject,
  type TagObject,
} from '../catalogue/catalogue-object.js';
import { resolveMask } from '../enforcement/effective-mask.js';
import type { Cell } from './metadata-view.js';

/** A policy on an object, as `POLICY_REFERENCES` tells of it. */
export interface PolicyReference {
  readonly policy: CatalogueObject;
  readonly entity: CatalogueObject;
  readonly column: string | undefined;
  readonly args: readonly string[];
  readonly tag: TagObject | undefined;
  readonly status: string;
}

/** The policies on an object: on a table or view, its columns, a tag, the account or a user. */
export function policyReferences(
  object: CatalogueObject,
  catalogue: Catalogue,
): readonly PolicyReference[] {
  if (isRelation(object)) return relationReferences(object, catalogue);
  const ids =
    object.kind === 'TAG'
      ? (object.maskingPolicies ?? [])
      : 'networkPolicy' in object && object.networkPolicy !== undefined
        ? [object.networkPolicy]
        : [];
  return ids.flatMap((id) => {
    const policy = catalogue.get(id);
    if (policy === undefined) return [];
    const tag = object.kind === 'TAG' ? object : undefined;
    return [{ policy, entity: object, column: undefined, args: [], tag, status: 'ACTIVE' }];
  });
}

function relationReferences(
  object: RelationObject,
  catalogue: Catalogue,
): readonly PolicyReference[] {
  const on = (
    id: number | undefined,
    column: string | undefined,
    args: readonly string[],
  ): readonly PolicyReference[] => {
    const policy = id === undefined ? undefined : catalogue.get(id);
    if (policy === undefined) return [];
    return [{ policy, entity: object, column, args, tag: undefined, status: 'ACTIVE' }];
  };
  const masks = (column: ColumnObject): readonly PolicyReference[] => {
    const { status, masks: found } = resolveMask(catalogue, object, column);
    return found.map(({ policy, tag }) => ({
      policy,
      entity: object,
      column: column.name,
      args: [],
      tag,
      status,
    }));
  };
  return [
    ...object.columns.flatMap((column) => [
      ...masks(column),
      ...on(column.projection, column.name, []),
    ]),
    ...on(object.rowAccess?.policy, undefined, object.rowAccess?.columns ?? []),
    ...on(object.aggregation?.policy, undefined, []),
  ];
}

/** A policy reference under the documented names of its columns. */
export function policyReferenceRow(
  { policy, entity, column, args, tag, status }: PolicyReference,
  catalogue: Catalogue,
): Readonly<Record<string, Cell>> {
  const of = catalogue.container(policy);
  const place = catalogue.container(entity);
  const tagPlace = tag && catalogue.container(tag);
  const text = (value: string | undefined): string | null => (value ? value : null);
  return {
    POLICY_DB: text(of.database),
    POLICY_SCHEMA: text(of.schema),
    POLICY_ID: policy.id,
    POLICY_NAME: policy.name,
    POLICY_KIND: policy.kind.replaceAll(' ', '_'),
    REF_DATABASE_NAME: text(place.database),
    REF_SCHEMA_NAME: text(place.schema),
    REF_ENTITY_NAME: entity.name,
    REF_ENTITY_DOMAIN: entity.kind.replaceAll(' ', '_'),
    REF_COLUMN_NAME: column ?? null,
    REF_ARG_COLUMN_NAMES: args.length > 0 ? JSON.stringify(args) : null,
    TAG_DATABASE: text(tagPlace?.database),
    TAG_SCHEMA: text(tagPlace?.schema),
    TAG_NAME: tag?.name ?? null,
    POLICY_STATUS: status,
  };
}
