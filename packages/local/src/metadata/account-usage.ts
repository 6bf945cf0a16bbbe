import { directGrants, grantedIn } from '../access/inherited-grants.js';
import { granteeOf } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { type CatalogueObject, isRelation } from '../catalogue/catalogue-object.js';
import { columnNumber } from '../enforcement/note-use.js';
import { type Cell, columnsOf, type MetadataView } from './metadata-view.js';
import { textCell } from './object-cells.js';
import { policyReferenceRow, policyReferences } from './policy-reference-rows.js';
import { usageNetwork } from './usage-network.js';
import { usageObjects } from './usage-objects.js';

type Cells = Readonly<Record<string, Cell>>;

/**
 * Views of `SNOWFLAKE.ACCOUNT_USAGE`, without the latency that they have on Snowflake.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage
 */
export const accountUsage: Readonly<Record<string, MetadataView>> = {
  ...usageObjects,
  ...usageNetwork,
  GRANTS_TO_ROLES: {
    columns: columnsOf(`CREATED_ON:time MODIFIED_ON:time PRIVILEGE GRANTED_ON NAME TABLE_CATALOG
      TABLE_SCHEMA GRANTED_TO GRANTEE_NAME GRANT_OPTION:boolean GRANTED_BY DELETED_ON:time
      GRANTED_BY_ROLE_TYPE OBJECT_INSTANCE IS_INHERITED:boolean INHERITED_FROM
      INHERITED_FROM_DATABASE INHERITED_FROM_SCHEMA`),
    rows: (object, catalogue) => (object.kind === 'DROPPED' ? [] : grantRows(object, catalogue)),
  },
  POLICY_REFERENCES: {
    columns: columnsOf(`POLICY_DB POLICY_SCHEMA POLICY_ID:number POLICY_NAME POLICY_KIND
      REF_DATABASE_NAME REF_SCHEMA_NAME REF_ENTITY_NAME REF_ENTITY_DOMAIN REF_COLUMN_NAME
      REF_ARG_COLUMN_NAMES TAG_DATABASE TAG_SCHEMA TAG_NAME POLICY_STATUS`),
    rows: (object, catalogue) =>
      policyReferences(object, catalogue).map((reference) =>
        policyReferenceRow(reference, catalogue),
      ),
  },
  TAG_REFERENCES: {
    columns: columnsOf(`TAG_DATABASE TAG_SCHEMA TAG_ID:number TAG_NAME TAG_VALUE OBJECT_DATABASE
      OBJECT_SCHEMA OBJECT_ID:number OBJECT_NAME OBJECT_DELETED:time DOMAIN COLUMN_ID:number
      COLUMN_NAME APPLY_METHOD`),
    rows: (object, catalogue) => (object.kind === 'DROPPED' ? [] : tagRows(object, catalogue)),
  },
};

/** What was granted on an object: to roles and database roles, not to shares. */
function grantRows(object: CatalogueObject, catalogue: Catalogue): readonly Cells[] {
  const { database, schema } = catalogue.container(object);
  const row = (privilege: string, key: string, more: Cells): readonly Cells[] => {
    const grantee = granteeOf(catalogue, key);
    if (grantee.type === 'SHARE' || grantee.name === '') return [];
    return [
      {
        PRIVILEGE: privilege,
        GRANTED_ON: object.kind.replaceAll(' ', '_'),
        NAME: object.name,
        TABLE_CATALOG: textCell(database),
        TABLE_SCHEMA: textCell(schema),
        GRANTED_TO: grantee.type,
        GRANTEE_NAME: grantee.name,
        GRANT_OPTION: false,
        GRANTED_BY_ROLE_TYPE: 'ROLE',
        IS_INHERITED: false,
        ...more,
      },
    ];
  };
  const created = new Date(object.createdOn);
  const owner = object.owner === '' ? '' : granteeOf(catalogue, object.owner).name;
  const times = { CREATED_ON: created, MODIFIED_ON: created, GRANTED_BY: owner };
  return [
    ...grantedIn(object).flatMap((grant) =>
      row(grant.privilege, grant.role, {
        CREATED_ON: new Date(grant.grantedOn),
        MODIFIED_ON: new Date(grant.grantedOn),
        GRANTED_BY: granteeOf(catalogue, grant.grantedBy).name,
        GRANTED_ON: grant.objectKind.replaceAll(' ', '_'),
        NAME: null,
        TABLE_CATALOG: null,
        TABLE_SCHEMA: null,
        IS_INHERITED: true,
        INHERITED_FROM: object.kind,
        INHERITED_FROM_DATABASE: textCell(database),
        INHERITED_FROM_SCHEMA: textCell(schema),
      }),
    ),
    ...directGrants(object).flatMap((grant) =>
      row(grant.privilege, grant.role, {
        CREATED_ON: new Date(grant.grantedOn),
        MODIFIED_ON: new Date(grant.grantedOn),
        GRANT_OPTION: grant.withGrantOption,
        GRANTED_BY: grant.grantedBy === '' ? '' : granteeOf(catalogue, grant.grantedBy).name,
      }),
    ),
    ...(object.owner === ''
      ? []
      : row('OWNERSHIP', object.owner, { ...times, GRANT_OPTION: true })),
    ...(object.kind === 'ROLE' || object.kind === 'DATABASE ROLE'
      ? object.grantedTo.flatMap((parent) => row('USAGE', parent, times))
      : []),
  ];
}

/** The tags that were set on an object and its columns; inherited ones are not listed. */
function tagRows(object: CatalogueObject, catalogue: Catalogue): readonly Cells[] {
  const place = catalogue.container(object);
  const rows = (values: Readonly<Record<string, string>> = {}, more: Cells): readonly Cells[] =>
    Object.entries(values).flatMap(([id, value]) => {
      const tag = catalogue.get(Number(id));
      if (tag === undefined) return [];
      const of = catalogue.container(tag);
      return [
        {
          TAG_DATABASE: of.database,
          TAG_SCHEMA: of.schema,
          TAG_ID: tag.id,
          TAG_NAME: tag.name,
          TAG_VALUE: value,
          OBJECT_DATABASE: textCell(place.database),
          OBJECT_SCHEMA: textCell(place.schema),
          OBJECT_ID: object.id,
          OBJECT_NAME: object.name,
          DOMAIN: object.kind === 'DYNAMIC TABLE' ? 'TABLE' : object.kind,
          APPLY_METHOD: 'MANUAL',
          ...more,
        },
      ];
    });
  if (!isRelation(object)) return rows(object.tags, {});
  const propagated = { APPLY_METHOD: 'PROPAGATED' };
  return [
    ...rows(object.tags, {}),
    ...rows(object.propagated, propagated),
    ...object.columns.flatMap((column) => {
      const of = {
        DOMAIN: 'COLUMN',
        COLUMN_ID: columnNumber(object, column.id),
        COLUMN_NAME: column.name,
      };
      return [...rows(column.tags, of), ...rows(column.propagated, { ...of, ...propagated })];
    }),
  ];
}
