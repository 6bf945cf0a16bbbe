import { isRelation, type PolicyObject } from '../catalogue/catalogue-object.js';
import type { ConstraintPolicyObject } from '../catalogue/constraint-policy-object.js';
import { formatType } from '../datatype/data-type.js';
import { conflictText } from '../propagation/conflict-text.js';
import { type Cell, columnsOf, type MetadataColumns, type MetadataView } from './metadata-view.js';
import {
  columnCells,
  flagCell,
  ownerCell,
  placeCells,
  tableCells,
  textCell,
  viewCells,
} from './object-cells.js';

const policyColumns: MetadataColumns =
  columnsOf(`POLICY_NAME POLICY_ID:number POLICY_SCHEMA_ID:number
  POLICY_SCHEMA POLICY_CATALOG_ID:number POLICY_CATALOG POLICY_OWNER POLICY_SIGNATURE
  POLICY_RETURN_TYPE POLICY_BODY POLICY_COMMENT:variant CREATED:time LAST_ALTERED:time DELETED:time
  OWNER_ROLE_TYPE OPTIONS:variant`);

/** What ACCOUNT_USAGE has for the policies that constrain a query: they take no options. */
const constraintColumns: MetadataColumns = policyColumns.filter(([name]) => name !== 'OPTIONS');

const constraintReturns: Readonly<Record<ConstraintPolicyObject['kind'], string>> = {
  'AGGREGATION POLICY': 'AGGREGATION_CONSTRAINT',
  'PROJECTION POLICY': 'PROJECTION_CONSTRAINT',
};

function constraintView(kind: ConstraintPolicyObject['kind']): MetadataView {
  return {
    columns: constraintColumns,
    rows: (object, catalogue) => {
      if (object.kind !== kind) return [];
      const { database, schema, databaseId, schemaId } = placeCells(object, catalogue);
      return [
        {
          POLICY_NAME: object.name,
          POLICY_ID: object.id,
          POLICY_SCHEMA_ID: schemaId,
          POLICY_SCHEMA: schema,
          POLICY_CATALOG_ID: databaseId,
          POLICY_CATALOG: database,
          POLICY_OWNER: ownerCell(object, catalogue),
          POLICY_SIGNATURE: '()',
          POLICY_RETURN_TYPE: constraintReturns[kind],
          POLICY_BODY: object.body,
          POLICY_COMMENT: object.comment === '' ? null : JSON.stringify(object.comment),
          CREATED: new Date(object.createdOn),
          OWNER_ROLE_TYPE: 'ROLE',
        },
      ];
    },
  };
}

function policyView(kind: PolicyObject['kind']): MetadataView {
  return {
    columns: policyColumns,
    rows: (object, catalogue) => {
      if (object.kind !== kind) return [];
      const { database, schema, databaseId, schemaId } = placeCells(object, catalogue);
      const signature = object.parameters
        .map(({ name, type }) => `${name} ${type.kind}`)
        .join(', ');
      return [
        {
          POLICY_NAME: object.name,
          POLICY_ID: object.id,
          POLICY_SCHEMA_ID: schemaId,
          POLICY_SCHEMA: schema,
          POLICY_CATALOG_ID: databaseId,
          POLICY_CATALOG: database,
          POLICY_OWNER: ownerCell(object, catalogue),
          POLICY_SIGNATURE: `(${signature})`,
          POLICY_RETURN_TYPE: formatType(object.returns),
          POLICY_BODY: object.body,
          POLICY_COMMENT: object.comment === '' ? null : JSON.stringify(object.comment),
          CREATED: new Date(object.createdOn),
          OWNER_ROLE_TYPE: 'ROLE',
          OPTIONS:
            object.exemptsOthers === true
              ? JSON.stringify({ EXEMPT_OTHER_POLICIES: 'TRUE' })
              : null,
        },
      ];
    },
  };
}

/**
 * Views of ACCOUNT_USAGE over the objects of the account, as they are: dropped ones are not listed.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage
 */
export const usageObjects: Readonly<Record<string, MetadataView>> = {
  DATABASES: {
    columns:
      columnsOf(`DATABASE_ID:number DATABASE_NAME DATABASE_OWNER IS_TRANSIENT COMMENT CREATED:time
      LAST_ALTERED:time DELETED:time RETENTION_TIME:number RESOURCE_GROUP TYPE OWNER_ROLE_TYPE
      OBJECT_VISIBILITY:object`),
    rows: (object, catalogue) =>
      object.kind === 'DATABASE'
        ? [
            {
              DATABASE_ID: object.id,
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
  SCHEMATA: {
    columns: columnsOf(`SCHEMA_ID:number SCHEMA_NAME CATALOG_ID:number CATALOG_NAME SCHEMA_OWNER
      RETENTION_TIME:number IS_TRANSIENT IS_MANAGED_ACCESS DEFAULT_CHARACTER_SET_CATALOG
      DEFAULT_CHARACTER_SET_SCHEMA DEFAULT_CHARACTER_SET_NAME SQL_PATH COMMENT CREATED:time
      LAST_ALTERED:time DELETED:time SCHEMA_TYPE OWNER_ROLE_TYPE VERSION_NAME
      VERSIONED_SCHEMA_ID:number OBJECT_VISIBILITY:object`),
    rows: (object, catalogue) =>
      object.kind === 'SCHEMA'
        ? [
            {
              SCHEMA_ID: object.id,
              SCHEMA_NAME: object.name,
              CATALOG_ID: object.parent,
              CATALOG_NAME: catalogue.container(object).database,
              SCHEMA_OWNER: ownerCell(object, catalogue),
              RETENTION_TIME: object.retentionDays,
              IS_TRANSIENT: 'NO',
              IS_MANAGED_ACCESS: flagCell(object.isManaged),
              COMMENT: textCell(object.comment),
              CREATED: new Date(object.createdOn),
              SCHEMA_TYPE: 'STANDARD',
              OWNER_ROLE_TYPE: 'ROLE',
            },
          ]
        : [],
  },
  TABLES: {
    columns: columnsOf(`TABLE_ID:number TABLE_NAME TABLE_SCHEMA_ID:number TABLE_SCHEMA
      TABLE_CATALOG_ID:number TABLE_CATALOG TABLE_OWNER TABLE_TYPE IS_TRANSIENT CLUSTERING_KEY
      ROW_COUNT:number BYTES:number RETENTION_TIME:number SELF_REFERENCING_COLUMN_NAME
      REFERENCE_GENERATION USER_DEFINED_TYPE_CATALOG USER_DEFINED_TYPE_SCHEMA USER_DEFINED_TYPE_NAME
      IS_INSERTABLE_INTO IS_TYPED COMMIT_ACTION CREATED:time LAST_ALTERED:time LAST_DDL:time LAST_DDL_BY
      DELETED:time AUTO_CLUSTERING_ON COMMENT OWNER_ROLE_TYPE INSTANCE_ID:number IS_ICEBERG IS_DYNAMIC
      IS_HYBRID ARCHIVE_STORAGE_COOL_ROW_COUNT:number ARCHIVE_STORAGE_COOL_BYTES:number
      ARCHIVE_STORAGE_COLD_ROW_COUNT:number ARCHIVE_STORAGE_COLD_BYTES:number`),
    rows: (object, catalogue) =>
      isRelation(object) ? [{ ...tableCells(object, catalogue), AUTO_CLUSTERING_ON: 'NO' }] : [],
  },
  VIEWS: {
    columns: columnsOf(`TABLE_ID:number TABLE_NAME TABLE_SCHEMA_ID:number TABLE_SCHEMA
      TABLE_CATALOG_ID:number TABLE_CATALOG TABLE_OWNER VIEW_DEFINITION CHECK_OPTION IS_UPDATABLE
      INSERTABLE_INTO IS_SECURE CREATED:time LAST_ALTERED:time LAST_DDL:time LAST_DDL_BY DELETED:time
      COMMENT INSTANCE_ID:number OWNER_ROLE_TYPE`),
    rows: (object, catalogue) =>
      object.kind === 'VIEW' ? [viewCells(object, catalogue, undefined)] : [],
  },
  COLUMNS: {
    columns:
      columnsOf(`COLUMN_ID:number COLUMN_NAME TABLE_ID:number TABLE_NAME TABLE_SCHEMA_ID:number
      TABLE_SCHEMA TABLE_CATALOG_ID:number TABLE_CATALOG ORDINAL_POSITION:number COLUMN_DEFAULT
      IS_NULLABLE DATA_TYPE CHARACTER_MAXIMUM_LENGTH:number CHARACTER_OCTET_LENGTH:number
      NUMERIC_PRECISION:number NUMERIC_PRECISION_RADIX:number NUMERIC_SCALE:number
      DATETIME_PRECISION:number INTERVAL_TYPE INTERVAL_PRECISION CHARACTER_SET_CATALOG
      CHARACTER_SET_SCHEMA CHARACTER_SET_NAME COLLATION_CATALOG COLLATION_SCHEMA COLLATION_NAME
      DOMAIN_CATALOG DOMAIN_SCHEMA DOMAIN_NAME UDT_CATALOG UDT_SCHEMA UDT_NAME SCOPE_CATALOG SCOPE_SCHEMA
      SCOPE_NAME MAXIMUM_CARDINALITY DTD_IDENTIFIER IS_SELF_REFERENCING IS_IDENTITY IDENTITY_GENERATION
      IDENTITY_START IDENTITY_INCREMENT IDENTITY_MAXIMUM IDENTITY_MINIMUM IDENTITY_CYCLE IDENTITY_ORDERED
      SCHEMA_EVOLUTION_RECORD COMMENT DELETED:time DATA_TYPE_ALIAS EXPRESSION KIND`),
    rows: (object, catalogue) =>
      isRelation(object)
        ? object.columns.map((column, at) => columnCells(object, column, at, catalogue))
        : [],
  },
  ROLES: {
    columns: columnsOf(`ROLE_ID:number CREATED_ON:time DELETED_ON:time NAME COMMENT OWNER ROLE_TYPE
      ROLE_DATABASE_NAME ROLE_INSTANCE_ID:number OWNER_ROLE_TYPE
      IS_FROM_ORGANIZATION_USER_GROUP:boolean`),
    rows: (object, catalogue) =>
      object.kind === 'ROLE' || object.kind === 'DATABASE ROLE'
        ? [
            {
              ROLE_ID: object.id,
              CREATED_ON: new Date(object.createdOn),
              NAME: object.name,
              COMMENT: textCell(object.comment),
              OWNER: ownerCell(object, catalogue),
              ROLE_TYPE: object.kind.replace(' ', '_'),
              ROLE_DATABASE_NAME:
                object.kind === 'ROLE' ? null : catalogue.container(object).database,
              OWNER_ROLE_TYPE: 'ROLE',
              IS_FROM_ORGANIZATION_USER_GROUP: false,
            },
          ]
        : [],
  },
  MASKING_POLICIES: policyView('MASKING POLICY'),
  ROW_ACCESS_POLICIES: policyView('ROW ACCESS POLICY'),
  AGGREGATION_POLICIES: constraintView('AGGREGATION POLICY'),
  PROJECTION_POLICIES: constraintView('PROJECTION POLICY'),
  TAGS: {
    columns:
      columnsOf(`TAG_ID:number TAG_NAME TAG_SCHEMA_ID:number TAG_SCHEMA TAG_DATABASE_ID:number
      TAG_DATABASE TAG_OWNER TAG_COMMENT:variant CREATED:time LAST_ALTERED:time DELETED:time
      ALLOWED_VALUES:variant OWNER_ROLE_TYPE PROPAGATE ON_CONFLICT`),
    rows: (object, catalogue) => {
      if (object.kind !== 'TAG') return [];
      const { database, schema, databaseId, schemaId } = placeCells(object, catalogue);
      const { allowedValues } = object;
      return [
        {
          TAG_ID: object.id,
          TAG_NAME: object.name,
          TAG_SCHEMA_ID: schemaId,
          TAG_SCHEMA: schema,
          TAG_DATABASE_ID: databaseId,
          TAG_DATABASE: database,
          TAG_OWNER: ownerCell(object, catalogue),
          TAG_COMMENT: object.comment === '' ? null : JSON.stringify(object.comment),
          CREATED: new Date(object.createdOn),
          ALLOWED_VALUES: allowedValues === undefined ? null : JSON.stringify(allowedValues),
          OWNER_ROLE_TYPE: 'ROLE',
          PROPAGATE: object.propagate ?? null,
          ON_CONFLICT: conflictText(object),
        },
      ];
    },
  },
  USERS: {
    columns: columnsOf(`USER_ID:number NAME CREATED_ON:time DELETED_ON:time LOGIN_NAME DISPLAY_NAME
      FIRST_NAME LAST_NAME EMAIL MUST_CHANGE_PASSWORD:boolean HAS_PASSWORD:boolean COMMENT
      DISABLED:variant SNOWFLAKE_LOCK:variant DEFAULT_WAREHOUSE DEFAULT_NAMESPACE DEFAULT_ROLE
      EXT_AUTHN_DUO:boolean EXT_AUTHN_UID HAS_MFA:boolean BYPASS_MFA_UNTIL:time LAST_SUCCESS_LOGIN:time
      EXPIRES_AT:time LOCKED_UNTIL_TIME:time HAS_RSA_PUBLIC_KEY:boolean PASSWORD_LAST_SET_TIME:time
      OWNER DEFAULT_SECONDARY_ROLE HAS_PAT:boolean HAS_WORKLOAD_IDENTITY:boolean TYPE DATABASE_NAME
      DATABASE_ID:number SCHEMA_NAME SCHEMA_ID:number IS_FROM_ORGANIZATION_USER:boolean`),
    rows: (object, catalogue) => {
      if (object.kind !== 'USER') return [];
      const property = (name: string): Cell => textCell(object.properties[name]);
      return [
        {
          USER_ID: object.id,
          NAME: object.name,
          CREATED_ON: new Date(object.createdOn),
          LOGIN_NAME: object.loginName,
          DISPLAY_NAME: property('DISPLAY_NAME'),
          FIRST_NAME: property('FIRST_NAME'),
          LAST_NAME: property('LAST_NAME'),
          EMAIL: property('EMAIL'),
          MUST_CHANGE_PASSWORD: object.mustChangePassword,
          HAS_PASSWORD: object.type === 'SERVICE' ? null : object.password !== undefined,
          COMMENT: textCell(object.comment),
          DISABLED: String(object.isDisabled),
          SNOWFLAKE_LOCK: 'false',
          DEFAULT_WAREHOUSE: property('DEFAULT_WAREHOUSE'),
          DEFAULT_NAMESPACE: property('DEFAULT_NAMESPACE'),
          DEFAULT_ROLE: property('DEFAULT_ROLE'),
          HAS_MFA: false,
          HAS_RSA_PUBLIC_KEY: object.publicKeys.some((key) => (key ?? null) !== null),
          OWNER: ownerCell(object, catalogue),
          DEFAULT_SECONDARY_ROLE: object.hasSecondaryRoles ? 'ALL' : null,
          HAS_PAT: false,
          HAS_WORKLOAD_IDENTITY: false,
          TYPE: object.type,
          IS_FROM_ORGANIZATION_USER: false,
        },
      ];
    },
  },
  GRANTS_TO_USERS: {
    columns: columnsOf('CREATED_ON:time DELETED_ON:time ROLE GRANTED_TO GRANTEE_NAME GRANTED_BY'),
    rows: (object) =>
      object.kind === 'USER'
        ? object.roles.map(({ role, grantedBy, grantedOn }) => ({
            CREATED_ON: new Date(grantedOn),
            ROLE: role,
            GRANTED_TO: 'USER',
            GRANTEE_NAME: object.name,
            GRANTED_BY: textCell(grantedBy),
          }))
        : [],
  },
};
