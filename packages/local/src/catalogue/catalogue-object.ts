import type { DataType } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';

import type { BaseObject, FutureGrant, InheritedGrant } from './base-object.js';
import type { BudgetObject } from './budget-object.js';
import type { AggregationAttachment, ConstraintPolicyObject } from './constraint-policy-object.js';
import type { DataMetricFunctionObject, Measured } from './data-metric-function-object.js';
import type { DatabaseRoleObject } from './database-role-object.js';
import type { DroppedObject } from './dropped-object.js';
import type { FileFormatObject } from './file-format-object.js';
import type { ListingObject } from './listing-object.js';
import type { NetworkPolicyObject } from './network-policy-object.js';
import type { NetworkRuleObject } from './network-rule-object.js';
import type { ResourceMonitorObject } from './resource-monitor-object.js';
import type { NumberSeries, SequenceObject } from './sequence-object.js';
import type { SharedDatabase, ShareObject } from './share-object.js';
import type { StageObject } from './stage-object.js';
import type { StorageIntegrationObject } from './storage-integration-object.js';
import type { TaskObject } from './task-object.js';
import type { UserObject } from './user-object.js';

export type { FutureGrant, Grant, InheritedGrant } from './base-object.js';
export type { FileFormatObject } from './file-format-object.js';
export type { SequenceObject } from './sequence-object.js';
export type { StageObject } from './stage-object.js';
export type { StorageIntegrationObject } from './storage-integration-object.js';
export type { TaskObject } from './task-object.js';

export interface AccountObject extends BaseObject {
  readonly kind: 'ACCOUNT';
  /** The highest id that was ever given: an id is never used twice. */
  readonly lastId: number;
  /** The id of the network policy that is active for the account. */
  readonly networkPolicy?: number;
  /** The name of the resource monitor of the account. */
  readonly resourceMonitor?: string;
  readonly retentionDays?: number;
  /** FEATURE_RBAC_INHERITED_GRANTS. */
  readonly allowsInheritedGrants?: boolean;
  readonly inheritedGrants?: readonly InheritedGrant[];
}

export interface DatabaseObject extends BaseObject {
  readonly kind: 'DATABASE';
  /** What it was created from, if it shows the share of another account. */
  readonly share?: SharedDatabase;
  readonly retentionDays: number;
  /** Whether the retention is that of what holds it, whatever was noted here. */
  readonly inheritsRetention?: boolean;
  /** MAX_DATA_EXTENSION_TIME_IN_DAYS. */
  readonly extensionDays?: number;
  readonly futureGrants: readonly FutureGrant[];
  readonly inheritedGrants?: readonly InheritedGrant[];
}

export interface SchemaObject extends BaseObject {
  readonly kind: 'SCHEMA';
  /** The id of its database. */
  readonly parent: number;
  readonly isManaged: boolean;
  readonly retentionDays: number;
  /** Whether the retention is that of what holds it, whatever was noted here. */
  readonly inheritsRetention?: boolean;
  /** MAX_DATA_EXTENSION_TIME_IN_DAYS. */
  readonly extensionDays?: number;
  readonly futureGrants: readonly FutureGrant[];
  readonly inheritedGrants?: readonly InheritedGrant[];
}

export interface RoleObject extends BaseObject {
  readonly kind: 'ROLE';
  /** The roles that this role is granted to. */
  readonly grantedTo: readonly string[];
}

export interface WarehouseObject extends BaseObject {
  readonly kind: 'WAREHOUSE';
  readonly options: Readonly<Record<string, string>>;
  readonly isSuspended?: boolean;
}

export interface TagObject extends BaseObject {
  readonly kind: 'TAG';
  readonly parent: number;
  readonly allowedValues: readonly string[] | undefined;
  /** The ids of its masking policies, at most one for each data type. */
  readonly maskingPolicies?: readonly number[];
  readonly propagate?: Propagation;
  readonly onConflict?: ConflictRule;
}

/** When a tag is carried on to what is made from the data. */
export type Propagation = 'ON_DEPENDENCY' | 'ON_DATA_MOVEMENT' | 'ON_DEPENDENCY_AND_DATA_MOVEMENT';

/** What a tag becomes that comes from several sources with several values: a text, or the first that is allowed. */
export type ConflictRule = { readonly value: string } | 'ALLOWED_VALUES_SEQUENCE';

/** What a query reads, and what its columns are made of. */
export interface Lineage {
  /** The ids of the tables, views and dynamic tables that it reads. */
  readonly relations: readonly number[];
  /** Of each column its sources: an id of a relation, and the id of a column of it. */
  readonly columns: readonly (readonly (readonly [relation: number, column: number])[])[];
  /** Whether it is not known what some columns are made of. */
  readonly isPartial?: boolean;
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
  /** Of a masking policy: whether other policies may read the columns that it masks. */
  readonly exemptsOthers?: boolean;
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
  /** The same for tags that came with the data. */
  readonly propagated?: Readonly<Record<string, string>>;
  /** The id of its projection policy. */
  readonly projection?: number;
  /** Of an AUTOINCREMENT column: where its numbers come from. */
  readonly identity?: NumberSeries;
}

interface Relation extends BaseObject, Measured {
  readonly parent: number;
  readonly columns: readonly ColumnObject[];
  readonly rowAccess: MaskAttachment | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that came with the data, by id. */
  readonly propagated?: Readonly<Record<string, string>>;
  readonly aggregation?: AggregationAttachment;
}

export interface TableObject extends Relation {
  readonly kind: 'TABLE';
  readonly persistence: 'PERMANENT' | 'TRANSIENT' | 'TEMPORARY';
  readonly primaryKey: readonly string[];
  readonly retentionDays: number;
  readonly inheritsRetention?: boolean;
  readonly extensionDays?: number;
  readonly changeTracking: boolean;
  /** Hides the numbers of rows in `METADATA$ROW_ID`; set while changes are tracked. */
  readonly changeKey?: string;
  /** The number of the change from which on changes are tracked. */
  readonly trackedSince?: number;
  /** The number of the change by which its columns last changed: no clone is made as of before it. */
  readonly reshapedAt?: number;
  /** The numbers of all changes of its columns, which are none of its rows. */
  readonly reshapes?: readonly number[];
}

export interface ViewObject extends Relation {
  readonly kind: 'VIEW';
  readonly text: string;
  readonly lineage?: Lineage;
  readonly isSecure: boolean;
  /** Hides the numbers of rows in `METADATA$ROW_ID`; set once a stream was made on the view. */
  readonly changeKey?: string;
}

export interface DynamicTableObject extends Relation {
  readonly kind: 'DYNAMIC TABLE';
  readonly text: string;
  readonly lineage?: Lineage;
  /** Seconds, or `DOWNSTREAM`. */
  readonly targetLag: number | 'DOWNSTREAM';
  readonly targetLagText: string;
  readonly warehouse: string;
  readonly refreshMode: 'AUTO' | 'FULL' | 'INCREMENTAL';
  readonly isSuspended: boolean;
  /** Whether it rests because one that it reads was suspended, and is resumed with that one. */
  readonly isSuspendedByUpstream?: boolean;
  /** When its data is as of; absent while it was never initialised. */
  readonly refreshedAt: string | undefined;
}

/** A stream: where it stands in the changes of a table lies beside the data, not here. */
export interface StreamObject extends BaseObject {
  readonly kind: 'STREAM';
  readonly parent: number;
  /** The id of its table; when that is gone, the stream is stale. */
  readonly table: number;
  readonly tableName: string;
  /** Of a stream on a view: the tables that the view reads. Absent: the one table. */
  readonly tables?: readonly number[];
  readonly mode: 'DEFAULT' | 'APPEND_ONLY';
}

/** What privileges can be granted in, for all objects of a kind. */
export type ContainerObject = AccountObject | DatabaseObject | SchemaObject;

/** Tables, views and dynamic tables: what a query can name. */
export type RelationObject = TableObject | ViewObject | DynamicTableObject;

/** What belongs to one session and is gone with it. */
export type TemporaryObject = TableObject | ViewObject;

export type SchemaLevelObject =
  | RelationObject
  | StreamObject
  | TaskObject
  | SequenceObject
  | TagObject
  | PolicyObject
  | ConstraintPolicyObject
  | NetworkRuleObject
  | FileFormatObject
  | DataMetricFunctionObject
  | BudgetObject
  | DroppedObject
  | StageObject;

export type CatalogueObject =
  | AccountObject
  | DatabaseObject
  | SchemaObject
  | RoleObject
  | DatabaseRoleObject
  | UserObject
  | ShareObject
  | ListingObject
  | ResourceMonitorObject
  | WarehouseObject
  | NetworkPolicyObject
  | StorageIntegrationObject
  | SchemaLevelObject;

export type ObjectKind = CatalogueObject['kind'];

/** The kinds that grants may name. */
export type GrantableKind = Exclude<
  ObjectKind,
  'DROPPED' | 'ROLE' | 'DATABASE ROLE' | 'SHARE' | 'BUDGET' | 'LISTING'
>;

export function isRelation(object: CatalogueObject): object is RelationObject {
  return object.kind === 'TABLE' || object.kind === 'VIEW' || object.kind === 'DYNAMIC TABLE';
}

export function isContainer(object: CatalogueObject): object is ContainerObject {
  return object.kind === 'ACCOUNT' || object.kind === 'DATABASE' || object.kind === 'SCHEMA';
}

/** The physical table that holds the rows of a table or dynamic table. */
export function physicalTable(object: TableObject | DynamicTableObject): string {
  // Its rows are read by way of its provider alone.
  if (object.shared !== undefined) throw unsupported('this with what another account shares');
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
