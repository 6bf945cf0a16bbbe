import { directGrants } from '../access/inherited-grants.js';
import { owns } from '../access/privileges.js';
import { granteeOf } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type {
  CatalogueObject,
  ColumnObject,
  RelationObject,
  ViewObject,
} from '../catalogue/catalogue-object.js';
import { formatType } from '../datatype/data-type.js';
import { columnNumber } from '../enforcement/note-use.js';
import type { Cell } from './metadata-view.js';

type Cells = Readonly<Record<string, Cell>>;

/** An empty text is no text. */
export function textCell(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

/** The name behind the key of an owner. */
export function ownerCell(object: CatalogueObject, catalogue: Catalogue): string | null {
  return object.owner === '' ? null : textCell(granteeOf(catalogue, object.owner).name);
}

export function flagCell(value: boolean): string {
  return value ? 'YES' : 'NO';
}

/** Where an object is, by name and by id. */
export function placeCells(
  object: CatalogueObject,
  catalogue: Catalogue,
): {
  readonly database: string;
  readonly schema: string;
  readonly databaseId: number | null;
  readonly schemaId: number | null;
} {
  const { database, schema } = catalogue.container(object);
  const holder = catalogue.find('DATABASE', 0, database);
  const parent = holder && catalogue.find('SCHEMA', holder.id, schema);
  return { database, schema, databaseId: holder?.id ?? null, schemaId: parent?.id ?? null };
}

/** What TABLES says of a table or view. */
export function tableCells(object: RelationObject, catalogue: Catalogue): Cells {
  const { database, schema, databaseId, schemaId } = placeCells(object, catalogue);
  const isTable = object.kind === 'TABLE';
  const created = new Date(object.createdOn);
  return {
    TABLE_ID: object.id,
    TABLE_CATALOG_ID: databaseId,
    TABLE_SCHEMA_ID: schemaId,
    TABLE_CATALOG: database,
    TABLE_SCHEMA: schema,
    TABLE_NAME: object.name,
    TABLE_OWNER: ownerCell(object, catalogue),
    TABLE_TYPE: object.kind === 'VIEW' ? 'VIEW' : 'BASE TABLE',
    IS_TRANSIENT: flagCell(isTable && object.persistence === 'TRANSIENT'),
    RETENTION_TIME: isTable ? object.retentionDays : null,
    CREATED: created,
    AUTO_CLUSTERING_ON: false,
    COMMENT: textCell(object.comment),
    OWNER_ROLE_TYPE: 'ROLE',
    IS_TEMPORARY: 'NO',
    IS_ICEBERG: 'NO',
    IS_DYNAMIC: flagCell(object.kind === 'DYNAMIC TABLE'),
    IS_IMMUTABLE: 'NO',
    IS_HYBRID: 'NO',
  };
}

/** What COLUMNS says of a column. */
export function columnCells(
  object: RelationObject,
  column: ColumnObject,
  at: number,
  catalogue: Catalogue,
): Cells {
  const { type, identity } = column;
  const { database, schema, databaseId, schemaId } = placeCells(object, catalogue);
  const length = type.kind === 'VARCHAR' ? (type.length ?? 16_777_216) : null;
  const bytes = type.kind === 'BINARY' ? (type.length ?? 8_388_608) : null;
  return {
    COLUMN_ID: columnNumber(object, column.id),
    TABLE_ID: object.id,
    TABLE_CATALOG_ID: databaseId,
    TABLE_SCHEMA_ID: schemaId,
    TABLE_CATALOG: database,
    TABLE_SCHEMA: schema,
    TABLE_NAME: object.name,
    COLUMN_NAME: column.name,
    ORDINAL_POSITION: at + 1,
    COLUMN_DEFAULT: column.defaultText ?? null,
    IS_NULLABLE: flagCell(!column.notNull),
    DATA_TYPE: type.kind === 'VARCHAR' ? 'TEXT' : (formatType(type).split('(')[0] ?? ''),
    CHARACTER_MAXIMUM_LENGTH: length ?? bytes,
    CHARACTER_OCTET_LENGTH: length === null ? bytes : Math.min(length * 4, 16_777_216),
    NUMERIC_PRECISION: type.kind === 'NUMBER' ? type.precision : null,
    NUMERIC_PRECISION_RADIX: type.kind === 'NUMBER' ? 10 : null,
    NUMERIC_SCALE: type.kind === 'NUMBER' ? type.scale : null,
    DATETIME_PRECISION: type.kind.startsWith('TIME') ? 9 : null,
    IS_SELF_REFERENCING: 'NO',
    IS_IDENTITY: flagCell(identity !== undefined),
    IDENTITY_GENERATION: identity === undefined ? null : 'BY DEFAULT',
    IDENTITY_START: identity?.start ?? null,
    IDENTITY_INCREMENT: identity?.increment ?? null,
    IDENTITY_CYCLE: identity === undefined ? null : 'NO CYCLE',
    IDENTITY_ORDERED: identity === undefined ? null : flagCell(identity.isOrdered),
    COMMENT: textCell(column.comment),
    KIND: 'COLUMN',
  };
}

/** What VIEWS says of a view: the text of a secure one is its owner's alone. */
export function viewCells(
  view: ViewObject,
  catalogue: Catalogue,
  roles: ReadonlySet<string> | undefined,
): Cells {
  const isShown = !view.isSecure || roles === undefined || owns(roles, view);
  return {
    ...tableCells(view, catalogue),
    VIEW_DEFINITION: isShown ? view.text : null,
    CHECK_OPTION: 'NONE',
    IS_UPDATABLE: 'NO',
    INSERTABLE_INTO: 'NO',
    IS_SECURE: flagCell(view.isSecure),
  };
}

/** A grant, as TABLE_PRIVILEGES and OBJECT_PRIVILEGES tell of it; the owner holds OWNERSHIP. */
export function privilegeCells(object: CatalogueObject, catalogue: Catalogue): readonly Cells[] {
  const { database, schema } = catalogue.container(object);
  const owned =
    object.owner === ''
      ? []
      : [
          {
            privilege: 'OWNERSHIP',
            role: object.owner,
            withGrantOption: true,
            grantedBy: object.owner,
            grantedOn: object.createdOn,
          },
        ];
  const name = (key: string): string => (key === '' ? '' : granteeOf(catalogue, key).name);
  return [...owned, ...directGrants(object)].map((grant) => ({
    GRANTOR: textCell(name(grant.grantedBy)),
    GRANTEE: name(grant.role),
    GRANTED_TO: granteeOf(catalogue, grant.role).type,
    TABLE_CATALOG: textCell(database),
    TABLE_SCHEMA: textCell(schema),
    TABLE_NAME: object.name,
    OBJECT_CATALOG: textCell(database),
    OBJECT_SCHEMA: textCell(schema),
    OBJECT_NAME: object.name,
    OBJECT_TYPE: object.kind,
    PRIVILEGE_TYPE: grant.privilege,
    IS_GRANTABLE: flagCell(grant.withGrantOption),
    WITH_HIERARCHY: 'NO',
    CREATED: new Date(grant.grantedOn),
  }));
}
