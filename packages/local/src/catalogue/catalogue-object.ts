import type { DataType } from '../datatype/data-type.js';

import type { BaseObject, FutureGrant } from './base-object.js';

export type { FutureGrant, Grant } from './base-object.js';

export interface AccountObject extends BaseObject {
  readonly kind: 'ACCOUNT';
  /** The highest id that was ever given: an id is never used twice. */
  readonly lastId: number;
}

export interface DatabaseObject extends BaseObject {
  readonly kind: 'DATABASE';
  readonly retentionDays: number;
  readonly futureGrants: readonly FutureGrant[];
}

export interface SchemaObject extends BaseObject {
  readonly kind: 'SCHEMA';
  /** The id of its database. */
  readonly parent: number;
  readonly isManaged: boolean;
  readonly retentionDays: number;
  readonly futureGrants: readonly FutureGrant[];
}

export interface RoleObject extends BaseObject {
  readonly kind: 'ROLE';
  /** The roles that this role is granted to. */
  readonly grantedTo: readonly string[];
}

export interface WarehouseObject extends BaseObject {
  readonly kind: 'WAREHOUSE';
  readonly options: Readonly<Record<string, string>>;
}

export interface TagObject extends BaseObject {
  readonly kind: 'TAG';
  readonly parent: number;
  readonly allowedValues: readonly string[] | undefined;
}

export interface PolicyParameter {
  readonly name: string;
  readonly type: DataType;
}

export interface PolicyObject extends BaseObject {
  readonly kind: 'MASKING POLICY' | 'ROW ACCESS POLICY';
  readonly parent: number;
  readonly parameters: readonly PolicyParameter[];
  readonly returns: DataType;
  /** The body as Snowflake SQL text. */
  readonly body: string;
}

/** A masking policy on a column, with the columns that are passed to it, the masked one first. */
export interface MaskAttachment {
  readonly policy: number;
  readonly columns: readonly string[];
}

export interface ColumnObject {
  /** The number of its physical column `c<id>`. */
  readonly id: number;
  readonly name: string;
  readonly type: DataType;
  readonly notNull: boolean;
  /** The default as SQL text. */
  readonly defaultText: string | undefined;
  readonly comment: string;
  readonly mask: MaskAttachment | undefined;
  /** Tag id to value. */
  readonly tags: Readonly<Record<string, string>>;
}

interface Relation extends BaseObject {
  readonly parent: number;
  readonly columns: readonly ColumnObject[];
  readonly rowAccess: MaskAttachment | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface TableObject extends Relation {
  readonly kind: 'TABLE';
  readonly persistence: 'PERMANENT' | 'TRANSIENT' | 'TEMPORARY';
  readonly primaryKey: readonly string[];
  readonly retentionDays: number;
  readonly changeTracking: boolean;
  /** Hides the numbers of rows in `METADATA$ROW_ID`; set once a stream was made on the table. */
  readonly changeKey?: string;
}

export interface ViewObject extends Relation {
  readonly kind: 'VIEW';
  readonly text: string;
  readonly isSecure: boolean;
}

export interface DynamicTableObject extends Relation {
  readonly kind: 'DYNAMIC TABLE';
  readonly text: string;
  /** Seconds, or `DOWNSTREAM`. */
  readonly targetLag: number | 'DOWNSTREAM';
  readonly targetLagText: string;
  readonly warehouse: string;
  readonly refreshMode: 'AUTO' | 'FULL' | 'INCREMENTAL';
  readonly isSuspended: boolean;
  /** When its data is as of; absent while it was never initialised. */
  readonly refreshedAt: string | undefined;
}

export interface StageObject extends BaseObject {
  readonly kind: 'STAGE';
  readonly parent: number;
}

/** A stream: where it stands in the changes of a table lies beside the data, not here. */
export interface StreamObject extends BaseObject {
  readonly kind: 'STREAM';
  readonly parent: number;
  /** The id of its table; when that is gone, the stream is stale. */
  readonly table: number;
  readonly tableName: string;
  readonly mode: 'DEFAULT' | 'APPEND_ONLY';
}

/** Tables, views and dynamic tables: what a query can name. */
export type RelationObject = TableObject | ViewObject | DynamicTableObject;

/** What belongs to one session and is gone with it. */
export type TemporaryObject = TableObject | ViewObject;

export type SchemaLevelObject =
  | RelationObject
  | StreamObject
  | TagObject
  | PolicyObject
  | StageObject;

export type CatalogueObject =
  | AccountObject
  | DatabaseObject
  | SchemaObject
  | RoleObject
  | WarehouseObject
  | SchemaLevelObject;

export type ObjectKind = CatalogueObject['kind'];

/** The kinds that grants may name. */
export type GrantableKind = Exclude<ObjectKind, 'ROLE'>;

export function isRelation(object: CatalogueObject): object is RelationObject {
  return object.kind === 'TABLE' || object.kind === 'VIEW' || object.kind === 'DYNAMIC TABLE';
}

/** The physical table that holds the rows of a table or dynamic table. */
export function physicalTable(object: TableObject | DynamicTableObject): string {
  const isTemporary = object.kind === 'TABLE' && object.persistence === 'TEMPORARY';
  return isTemporary ? `temp.main.t${object.id}` : `das_data.t${object.id}`;
}

/** `Dynamic Table`, as messages write it. */
export function titleOf(kind: string): string {
  return kind
    .split(' ')
    .map((part) => part.charAt(0) + part.slice(1).toLowerCase())
    .join(' ');
}
