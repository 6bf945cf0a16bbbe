import { columnsOf, type MetadataView } from './metadata-view.js';
import { flagCell, ownerCell, privilegeCells, textCell } from './object-cells.js';

/**
 * Views of INFORMATION_SCHEMA that tell the same of the account in every database.
 *
 * @see https://docs.snowflake.com/en/sql-reference/info-schema
 */
export const accountInformation: Readonly<Record<string, MetadataView>> = {
  DATABASES: {
    columns:
      columnsOf(`DATABASE_NAME DATABASE_OWNER IS_TRANSIENT COMMENT CREATED:time LAST_ALTERED:time
      RETENTION_TIME:number TYPE OWNER_ROLE_TYPE`),
    rows: (object, catalogue) =>
      object.kind === 'DATABASE'
        ? [
            {
              DATABASE_NAME: object.name,
              DATABASE_OWNER: ownerCell(object, catalogue),
              IS_TRANSIENT: 'NO',
              COMMENT: textCell(object.comment),
              CREATED: new Date(object.createdOn),
              RETENTION_TIME: object.retentionDays,
              TYPE: 'STANDARD',
              OWNER_ROLE_TYPE: 'ROLE',
            },
          ]
        : [],
  },
  OBJECT_PRIVILEGES: {
    columns:
      columnsOf(`GRANTOR GRANTEE GRANTED_TO OBJECT_CATALOG OBJECT_SCHEMA OBJECT_NAME OBJECT_TYPE
      PRIVILEGE_TYPE IS_GRANTABLE CREATED:time`),
    rows: (object, catalogue) =>
      object.kind === 'ACCOUNT' || object.kind === 'DROPPED' || object.kind === 'ROLE'
        ? []
        : privilegeCells(object, catalogue),
  },
  ENABLED_ROLES: {
    columns: columnsOf('ROLE_NAME ROLE_OWNER'),
    rows: (object, catalogue, { roles }) =>
      object.kind === 'ROLE' && roles.has(object.name)
        ? [{ ROLE_NAME: object.name, ROLE_OWNER: ownerCell(object, catalogue) }]
        : [],
  },
  APPLICABLE_ROLES: {
    columns: columnsOf('GRANTEE ROLE_NAME ROLE_OWNER IS_GRANTABLE'),
    rows: (object, catalogue, { user, roles }) => {
      if (object.kind !== 'ROLE') return [];
      const granted = catalogue.find('USER', 0, user)?.roles.map(({ role }) => role) ?? [];
      const row = (grantee: string): Readonly<Record<string, string | null>> => ({
        GRANTEE: grantee,
        ROLE_NAME: object.name,
        ROLE_OWNER: ownerCell(object, catalogue),
        IS_GRANTABLE: flagCell(false),
      });
      return [
        ...(granted.includes(object.name) ? [row(user)] : []),
        ...object.grantedTo.filter((parent) => roles.has(parent)).map(row),
      ];
    },
  },
  INFORMATION_SCHEMA_CATALOG_NAME: {
    columns: columnsOf('CATALOG_NAME'),
    rows: (object, _, { database }) =>
      object.kind === 'DATABASE' && object.name === database ? [{ CATALOG_NAME: database }] : [],
  },
};
