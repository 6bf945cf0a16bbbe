import { owns } from '../access/privileges.js';
import { granteeOf } from '../access/role-key.js';
import { isRelation } from '../catalogue/catalogue-object.js';
import { metricArguments } from '../catalogue/data-metric-function-object.js';
import { columnsOf, type MetadataView } from './metadata-view.js';
import {
  columnCells,
  flagCell,
  ownerCell,
  placeCells,
  privilegeCells,
  tableCells,
  textCell,
  viewCells,
} from './object-cells.js';

/**
 * Views of `<database>.INFORMATION_SCHEMA` over the objects of that database.
 *
 * @see https://docs.snowflake.com/en/sql-reference/info-schema
 */
export const informationSchema: Readonly<Record<string, MetadataView>> = {
  SCHEMATA: {
    columns: columnsOf(`CATALOG_NAME SCHEMA_NAME SCHEMA_OWNER IS_TRANSIENT IS_MANAGED_ACCESS
      RETENTION_TIME:number DEFAULT_CHARACTER_SET_CATALOG DEFAULT_CHARACTER_SET_SCHEMA
      DEFAULT_CHARACTER_SET_NAME SQL_PATH CREATED:time LAST_ALTERED:time COMMENT`),
    rows: (object, catalogue) => {
      if (object.kind === 'DATABASE') {
        const created = new Date(object.createdOn);
        const comment = 'Views describing the contents of schemas in this database';
        const name = 'INFORMATION_SCHEMA';
        return [
          {
            CATALOG_NAME: object.name,
            SCHEMA_NAME: name,
            IS_TRANSIENT: 'NO',
            IS_MANAGED_ACCESS: 'NO',
            RETENTION_TIME: 1,
            CREATED: created,
            COMMENT: comment,
          },
        ];
      }
      if (object.kind !== 'SCHEMA') return [];
      return [
        {
          CATALOG_NAME: catalogue.container(object).database,
          SCHEMA_NAME: object.name,
          SCHEMA_OWNER: ownerCell(object, catalogue),
          IS_TRANSIENT: 'NO',
          IS_MANAGED_ACCESS: flagCell(object.isManaged),
          RETENTION_TIME: object.retentionDays,
          CREATED: new Date(object.createdOn),
          COMMENT: textCell(object.comment),
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
    rows: (object, catalogue) => (isRelation(object) ? [tableCells(object, catalogue)] : []),
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
    rows: (object, catalogue) =>
      isRelation(object)
        ? object.columns.map((column, at) => columnCells(object, column, at, catalogue))
        : [],
  },
  VIEWS: {
    columns:
      columnsOf(`TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER VIEW_DEFINITION CHECK_OPTION
      IS_UPDATABLE INSERTABLE_INTO IS_SECURE CREATED:time LAST_ALTERED:time LAST_DDL:time LAST_DDL_BY
      COMMENT`),
    rows: (object, catalogue, viewer) =>
      object.kind === 'VIEW' ? [viewCells(object, catalogue, viewer.roles)] : [],
  },
  STAGES: {
    columns: columnsOf(`STAGE_CATALOG STAGE_SCHEMA STAGE_NAME STAGE_URL STAGE_REGION STAGE_TYPE
      STAGE_OWNER COMMENT CREATED:time LAST_ALTERED:time`),
    rows: (object, catalogue) => {
      if (object.kind !== 'STAGE') return [];
      const { database, schema } = placeCells(object, catalogue);
      return [
        {
          STAGE_CATALOG: database,
          STAGE_SCHEMA: schema,
          STAGE_NAME: object.name,
          STAGE_URL: object.url ?? null,
          STAGE_TYPE: object.url === undefined ? 'Internal Named' : 'External Named',
          STAGE_OWNER: ownerCell(object, catalogue),
          COMMENT: textCell(object.comment),
          CREATED: new Date(object.createdOn),
        },
      ];
    },
  },
  FILE_FORMATS: {
    columns: columnsOf(`FILE_FORMAT_CATALOG FILE_FORMAT_SCHEMA FILE_FORMAT_NAME FILE_FORMAT_OWNER
      FILE_FORMAT_TYPE RECORD_DELIMITER FIELD_DELIMITER SKIP_HEADER:number DATE_FORMAT TIME_FORMAT
      TIMESTAMP_FORMAT BINARY_FORMAT ESCAPE ESCAPE_UNENCLOSED_FIELD TRIM_SPACE
      FIELD_OPTIONALLY_ENCLOSED_BY NULL_IF COMPRESSION ERROR_ON_COLUMN_COUNT_MISMATCH CREATED:time
      LAST_ALTERED:time COMMENT`),
    rows: (object, catalogue) => {
      if (object.kind !== 'FILE FORMAT') return [];
      const { database, schema } = placeCells(object, catalogue);
      const { options } = object;
      const option = (name: string): string | null => {
        const value = options[name];
        if (value === undefined) return null;
        return typeof value === 'string'
          ? value
          : `(${value.map((each) => `'${each}'`).join(', ')})`;
      };
      const names = `RECORD_DELIMITER FIELD_DELIMITER DATE_FORMAT TIME_FORMAT TIMESTAMP_FORMAT
        BINARY_FORMAT ESCAPE ESCAPE_UNENCLOSED_FIELD TRIM_SPACE FIELD_OPTIONALLY_ENCLOSED_BY NULL_IF
        COMPRESSION ERROR_ON_COLUMN_COUNT_MISMATCH`.split(/\s+/);
      return [
        {
          FILE_FORMAT_CATALOG: database,
          FILE_FORMAT_SCHEMA: schema,
          FILE_FORMAT_NAME: object.name,
          FILE_FORMAT_OWNER: ownerCell(object, catalogue),
          FILE_FORMAT_TYPE: option('TYPE'),
          SKIP_HEADER: Number(option('SKIP_HEADER') ?? 0),
          ...Object.fromEntries(names.map((name) => [name, option(name)])),
          CREATED: new Date(object.createdOn),
          COMMENT: textCell(object.comment),
        },
      ];
    },
  },
  SEQUENCES: {
    columns: columnsOf(`SEQUENCE_CATALOG SEQUENCE_SCHEMA SEQUENCE_NAME SEQUENCE_OWNER DATA_TYPE
      NUMERIC_PRECISION:number NUMERIC_PRECISION_RADIX:number NUMERIC_SCALE:number START_VALUE
      MINIMUM_VALUE MAXIMUM_VALUE NEXT_VALUE INCREMENT CYCLE_OPTION CREATED:time LAST_ALTERED:time
      ORDERED COMMENT`),
    rows: (object, catalogue) => {
      if (object.kind !== 'SEQUENCE') return [];
      const { database, schema } = placeCells(object, catalogue);
      return [
        {
          SEQUENCE_CATALOG: database,
          SEQUENCE_SCHEMA: schema,
          SEQUENCE_NAME: object.name,
          SEQUENCE_OWNER: ownerCell(object, catalogue),
          DATA_TYPE: 'NUMBER',
          NUMERIC_PRECISION: 38,
          NUMERIC_PRECISION_RADIX: 10,
          NUMERIC_SCALE: 0,
          START_VALUE: object.firstValue,
          INCREMENT: object.increment,
          CYCLE_OPTION: 'NO',
          CREATED: new Date(object.createdOn),
          ORDERED: flagCell(object.isOrdered),
          COMMENT: textCell(object.comment),
        },
      ];
    },
  },
  TABLE_PRIVILEGES: {
    columns:
      columnsOf(`GRANTOR GRANTEE GRANTED_TO TABLE_CATALOG TABLE_SCHEMA TABLE_NAME PRIVILEGE_TYPE
      IS_GRANTABLE WITH_HIERARCHY CREATED:time`),
    rows: (object, catalogue) => (isRelation(object) ? privilegeCells(object, catalogue) : []),
  },
  TABLE_CONSTRAINTS: {
    columns:
      columnsOf(`CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME TABLE_CATALOG TABLE_SCHEMA
      TABLE_NAME CONSTRAINT_TYPE IS_DEFERRABLE INITIALLY_DEFERRED ENFORCED COMMENT CREATED:time
      LAST_ALTERED:time RELY`),
    rows: (object, catalogue) => {
      if (object.kind !== 'TABLE' || object.primaryKey.length === 0) return [];
      const { database, schema } = placeCells(object, catalogue);
      return [
        {
          CONSTRAINT_CATALOG: database,
          CONSTRAINT_SCHEMA: schema,
          CONSTRAINT_NAME: constraintName(object.id),
          TABLE_CATALOG: database,
          TABLE_SCHEMA: schema,
          TABLE_NAME: object.name,
          CONSTRAINT_TYPE: 'PRIMARY KEY',
          IS_DEFERRABLE: 'NO',
          INITIALLY_DEFERRED: 'YES',
          ENFORCED: 'NO',
          CREATED: new Date(object.createdOn),
          RELY: 'NO',
        },
      ];
    },
  },
  FUNCTIONS: {
    columns:
      columnsOf(`FUNCTION_CATALOG FUNCTION_SCHEMA FUNCTION_NAME FUNCTION_OWNER ARGUMENT_SIGNATURE
      DATA_TYPE CHARACTER_MAXIMUM_LENGTH:number CHARACTER_OCTET_LENGTH:number NUMERIC_PRECISION:number
      NUMERIC_PRECISION_RADIX:number NUMERIC_SCALE:number FUNCTION_LANGUAGE FUNCTION_DEFINITION
      VOLATILITY IS_NULL_CALL IS_SECURE CREATED:time LAST_ALTERED:time COMMENT IS_EXTERNAL
      API_INTEGRATION CONTEXT_HEADERS MAX_BATCH_ROWS:number REQUEST_TRANSLATOR RESPONSE_TRANSLATOR
      COMPRESSION IMPORTS HANDLER TARGET_PATH RUNTIME_VERSION PACKAGES INSTALLED_PACKAGES IS_MEMOIZABLE
      EXTERNAL_ACCESS_INTEGRATIONS SECRETS IS_DATA_METRIC IS_AGGREGATE ARTIFACT_REPOSITORY`),
    rows: (object, catalogue, { roles }) => {
      if (object.kind !== 'FUNCTION') return [];
      const { database, schema } = catalogue.container(object);
      const isHidden = object.isSecure && !owns(roles, object);
      return [
        {
          FUNCTION_CATALOG: database,
          FUNCTION_SCHEMA: schema,
          FUNCTION_NAME: object.functionName,
          FUNCTION_OWNER: granteeOf(catalogue, object.owner).name,
          ARGUMENT_SIGNATURE: metricArguments(object.tables),
          DATA_TYPE: 'NUMBER(38,0)',
          FUNCTION_LANGUAGE: 'SQL',
          FUNCTION_DEFINITION: isHidden ? null : object.body,
          IS_SECURE: object.isSecure ? 'YES' : 'NO',
          CREATED: new Date(object.createdOn),
          COMMENT: textCell(object.comment),
          IS_DATA_METRIC: 'YES',
        },
      ];
    },
  },
};

/** The name of the primary key of a table, which no statement gives one. */
export function constraintName(table: number): string {
  return `SYS_CONSTRAINT_${table}`;
}
