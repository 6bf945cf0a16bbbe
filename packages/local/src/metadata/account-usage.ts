import { isRelation } from '../catalogue/catalogue-object.js';
import { type Cell, columnsOf, type MetadataView } from './metadata-view.js';

/**
 * Views of `SNOWFLAKE.ACCOUNT_USAGE`, without the latency that they have on Snowflake.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage
 */
export const accountUsage: Readonly<Record<string, MetadataView>> = {
  GRANTS_TO_ROLES: {
    columns: columnsOf(`CREATED_ON:time MODIFIED_ON:time PRIVILEGE GRANTED_ON NAME TABLE_CATALOG
      TABLE_SCHEMA GRANTED_TO GRANTEE_NAME GRANT_OPTION:boolean GRANTED_BY DELETED_ON:time
      GRANTED_BY_ROLE_TYPE OBJECT_INSTANCE`),
    rows: (object, catalogue) => {
      const { database, schema } = catalogue.container(object);
      const row = (
        privilege: string,
        grantee: string,
        more: Record<string, Cell>,
      ): Record<string, Cell> => ({
        PRIVILEGE: privilege,
        GRANTED_ON: object.kind.replaceAll(' ', '_'),
        NAME: object.name,
        TABLE_CATALOG: database === '' ? null : database,
        TABLE_SCHEMA: schema === '' ? null : schema,
        GRANTED_TO: 'ROLE',
        GRANTEE_NAME: grantee,
        GRANT_OPTION: false,
        GRANTED_BY_ROLE_TYPE: 'ROLE',
        ...more,
      });
      const created = new Date(object.createdOn);
      const rows = object.grants.map((grant) =>
        row(grant.privilege, grant.role, {
          CREATED_ON: new Date(grant.grantedOn),
          MODIFIED_ON: new Date(grant.grantedOn),
          GRANT_OPTION: grant.withGrantOption,
          GRANTED_BY: grant.grantedBy,
        }),
      );
      const times = { CREATED_ON: created, MODIFIED_ON: created, GRANTED_BY: object.owner };
      if (object.owner !== '') {
        rows.push(row('OWNERSHIP', object.owner, { ...times, GRANT_OPTION: true }));
      }
      if (object.kind === 'ROLE') {
        for (const parent of object.grantedTo) rows.push(row('USAGE', parent, times));
      }
      return rows;
    },
  },
  POLICY_REFERENCES: {
    columns: columnsOf(`POLICY_DB POLICY_SCHEMA POLICY_ID:number POLICY_NAME POLICY_KIND
      REF_DATABASE_NAME REF_SCHEMA_NAME REF_ENTITY_NAME REF_ENTITY_DOMAIN REF_COLUMN_NAME
      REF_ARG_COLUMN_NAMES TAG_DATABASE TAG_SCHEMA TAG_NAME POLICY_STATUS`),
    rows: (object, catalogue) => {
      if (!isRelation(object)) return [];
      const place = catalogue.container(object);
      const row = (
        id: number,
        column: string | null,
        args: readonly string[],
      ): Record<string, Cell> => {
        const policy = catalogue.get(id);
        const of =
          policy === undefined ? { database: '', schema: '' } : catalogue.container(policy);
        return {
          POLICY_DB: of.database,
          POLICY_SCHEMA: of.schema,
          POLICY_ID: id,
          POLICY_NAME: policy?.name ?? null,
          POLICY_KIND: policy?.kind.replaceAll(' ', '_') ?? null,
          REF_DATABASE_NAME: place.database,
          REF_SCHEMA_NAME: place.schema,
          REF_ENTITY_NAME: object.name,
          REF_ENTITY_DOMAIN: object.kind === 'VIEW' ? 'VIEW' : 'TABLE',
          REF_COLUMN_NAME: column,
          REF_ARG_COLUMN_NAMES: args.length > 0 ? JSON.stringify(args) : null,
          POLICY_STATUS: 'ACTIVE',
        };
      };
      const rows = object.columns.flatMap(({ name, mask }) =>
        mask === undefined ? [] : [row(mask.policy, name, mask.columns.slice(1))],
      );
      const { rowAccess } = object;
      if (rowAccess !== undefined) rows.push(row(rowAccess.policy, null, rowAccess.columns));
      return rows;
    },
  },
  TAG_REFERENCES: {
    columns: columnsOf(`TAG_DATABASE TAG_SCHEMA TAG_ID:number TAG_NAME TAG_VALUE OBJECT_DATABASE
      OBJECT_SCHEMA OBJECT_ID:number OBJECT_NAME OBJECT_DELETED:time DOMAIN COLUMN_ID:number
      COLUMN_NAME APPLY_METHOD`),
    rows: (object, catalogue) => {
      if (!isRelation(object)) return [];
      const place = catalogue.container(object);
      const row = (id: string, value: string, more: Record<string, Cell>): Record<string, Cell> => {
        const tag = catalogue.get(Number(id));
        const of = tag === undefined ? { database: '', schema: '' } : catalogue.container(tag);
        return {
          TAG_DATABASE: of.database,
          TAG_SCHEMA: of.schema,
          TAG_ID: Number(id),
          TAG_NAME: tag?.name ?? null,
          TAG_VALUE: value,
          OBJECT_DATABASE: place.database,
          OBJECT_SCHEMA: place.schema,
          OBJECT_ID: object.id,
          OBJECT_NAME: object.name,
          DOMAIN: object.kind === 'VIEW' ? 'VIEW' : 'TABLE',
          APPLY_METHOD: 'MANUAL',
          ...more,
        };
      };
      return [
        ...Object.entries(object.tags).map(([id, value]) => row(id, value, {})),
        ...object.columns.flatMap((column) =>
          Object.entries(column.tags).map(([id, value]) =>
            row(id, value, { DOMAIN: 'COLUMN', COLUMN_ID: column.id, COLUMN_NAME: column.name }),
          ),
        ),
      ];
    },
  },
};
