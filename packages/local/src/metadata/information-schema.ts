import { isRelation } from '../catalogue/catalogue-object.js';
import { formatType } from '../datatype/data-type.js';
import { columnsOf, type MetadataView } from './metadata-view.js';

/**
 * Views of `<database>.INFORMATION_SCHEMA`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/info-schema
 */
export const informationSchema: Readonly<Record<string, MetadataView>> = {
  SCHEMATA: {
    columns: columnsOf(`CATALOG_NAME SCHEMA_NAME SCHEMA_OWNER IS_TRANSIENT IS_MANAGED_ACCESS
      RETENTION_TIME:number CREATED:time LAST_ALTERED:time COMMENT`),
    rows: (object, catalogue) => {
      if (object.kind !== 'SCHEMA') return [];
      return [
        {
          CATALOG_NAME: catalogue.container(object).database,
          SCHEMA_NAME: object.name,
          SCHEMA_OWNER: object.owner,
          IS_TRANSIENT: 'NO',
          IS_MANAGED_ACCESS: object.isManaged ? 'YES' : 'NO',
          RETENTION_TIME: object.retentionDays,
          CREATED: new Date(object.createdOn),
          COMMENT: object.comment === '' ? null : object.comment,
        },
      ];
    },
  },
  TABLES: {
    columns: columnsOf(`TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER TABLE_TYPE IS_TRANSIENT
      CLUSTERING_KEY ROW_COUNT:number BYTES:number RETENTION_TIME:number SELF_REFERENCING_COLUMN_NAME
      REFERENCE_GENERATION USER_DEFINED_TYPE_CATALOG USER_DEFINED_TYPE_SCHEMA USER_DEFINED_TYPE_NAME
      IS_INSERTABLE_INTO IS_TYPED COMMIT_ACTION CREATED:time LAST_ALTERED:time LAST_DDL:time LAST_DDL_BY
      AUTO_CLUSTERING_ON:boolean COMMENT IS_TEMPORARY IS_ICEBERG IS_DYNAMIC IS_IMMUTABLE IS_HYBRID`),
    rows: (object, catalogue) => {
      if (!isRelation(object)) return [];
      const { database, schema } = catalogue.container(object);
      const isTable = object.kind === 'TABLE';
      return [
        {
          TABLE_CATALOG: database,
          TABLE_SCHEMA: schema,
          TABLE_NAME: object.name,
          TABLE_OWNER: object.owner,
          TABLE_TYPE: object.kind === 'VIEW' ? 'VIEW' : 'BASE TABLE',
          IS_TRANSIENT: isTable && object.persistence === 'TRANSIENT' ? 'YES' : 'NO',
          RETENTION_TIME: isTable ? object.retentionDays : null,
          CREATED: new Date(object.createdOn),
          AUTO_CLUSTERING_ON: false,
          COMMENT: object.comment === '' ? null : object.comment,
          IS_TEMPORARY: 'NO',
          IS_ICEBERG: 'NO',
          IS_DYNAMIC: object.kind === 'DYNAMIC TABLE' ? 'YES' : 'NO',
          IS_IMMUTABLE: 'NO',
          IS_HYBRID: 'NO',
        },
      ];
    },
  },
  COLUMNS: {
    columns: columnsOf(`TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME ORDINAL_POSITION:number
      COLUMN_DEFAULT IS_NULLABLE DATA_TYPE CHARACTER_MAXIMUM_LENGTH:number
      CHARACTER_OCTET_LENGTH:number NUMERIC_PRECISION:number NUMERIC_PRECISION_RADIX:number
      NUMERIC_SCALE:number DATETIME_PRECISION:number INTERVAL_TYPE INTERVAL_PRECISION:number
      CHARACTER_SET_CATALOG CHARACTER_SET_SCHEMA CHARACTER_SET_NAME COLLATION_CATALOG COLLATION_SCHEMA
      COLLATION_NAME DOMAIN_CATALOG DOMAIN_SCHEMA DOMAIN_NAME UDT_CATALOG UDT_SCHEMA UDT_NAME
      SCOPE_CATALOG SCOPE_SCHEMA SCOPE_NAME MAXIMUM_CARDINALITY:number DTD_IDENTIFIER
      IS_SELF_REFERENCING IS_IDENTITY IDENTITY_GENERATION IDENTITY_START IDENTITY_INCREMENT
      IDENTITY_MAXIMUM IDENTITY_MINIMUM IDENTITY_CYCLE IDENTITY_ORDERED SCHEMA_EVOLUTION_RECORD COMMENT
      DATA_TYPE_ALIAS EXPRESSION KIND`),
    rows: (object, catalogue) => {
      if (!isRelation(object)) return [];
      const { database, schema } = catalogue.container(object);
      return object.columns.map((column, at) => {
        const { type } = column;
        const length = type.kind === 'VARCHAR' ? (type.length ?? 16_777_216) : null;
        return {
          TABLE_CATALOG: database,
          TABLE_SCHEMA: schema,
          TABLE_NAME: object.name,
          COLUMN_NAME: column.name,
          ORDINAL_POSITION: at + 1,
          COLUMN_DEFAULT: column.defaultText ?? null,
          IS_NULLABLE: column.notNull ? 'NO' : 'YES',
          DATA_TYPE: type.kind === 'VARCHAR' ? 'TEXT' : (formatType(type).split('(')[0] ?? ''),
          CHARACTER_MAXIMUM_LENGTH: length,
          CHARACTER_OCTET_LENGTH: length === null ? null : Math.min(length * 4, 16_777_216),
          NUMERIC_PRECISION: type.kind === 'NUMBER' ? type.precision : null,
          NUMERIC_PRECISION_RADIX: type.kind === 'NUMBER' ? 10 : null,
          NUMERIC_SCALE: type.kind === 'NUMBER' ? type.scale : null,
          DATETIME_PRECISION: type.kind.startsWith('TIME') ? 9 : null,
          IS_SELF_REFERENCING: 'NO',
          IS_IDENTITY: 'NO',
          COMMENT: column.comment === '' ? null : column.comment,
          KIND: 'COLUMN',
        };
      });
    },
  },
};
