import type { PhysicalType } from '@das/contracts';
import type { TableName } from '../domain/domain-names.js';

/** One column of a table, with everything that protects it. */
export interface ColumnResource {
  readonly name: string;
  readonly type: PhysicalType;
  readonly isNullable: boolean;
  readonly maskingPolicy: TableName | undefined;
  /** Tag name to value. */
  readonly tags: readonly { readonly tag: TableName; readonly value: string }[];
}

/** A row access policy, attached by the columns that it takes. */
export interface RowAccessAttachment {
  readonly policy: TableName;
  readonly columns: readonly string[];
}

/** What a privilege is granted on. */
export type Securable =
  | { readonly type: 'DATABASE' | 'WAREHOUSE'; readonly name: readonly [string] }
  | { readonly type: 'SCHEMA'; readonly name: readonly [database: string, schema: string] }
  | { readonly type: 'TABLE' | 'DYNAMIC TABLE' | 'STAGE'; readonly name: TableName };

/**
 * Something that a domain wants to exist in the account. The list is closed: each kind has its
 * DDL, its comparison and its place in the order of a plan.
 */
export type Resource =
  | { readonly kind: 'database'; readonly name: readonly [string] }
  | { readonly kind: 'schema'; readonly name: readonly [string, string] }
  | { readonly kind: 'warehouse'; readonly name: readonly [string] }
  | { readonly kind: 'role'; readonly name: readonly [string] }
  | { readonly kind: 'tag'; readonly name: TableName; readonly allowedValues: readonly string[] }
  | MaskingPolicyResource
  | RowAccessPolicyResource
  | { readonly kind: 'stage'; readonly name: TableName }
  | TableResource
  | DynamicTableResource
  | GrantResource;

/** The kinds of resources, in the order in which a plan creates them: grants last. */
export const resourceKinds: readonly Resource['kind'][] = [
  'database',
  'schema',
  'warehouse',
  'role',
  'tag',
  'maskingPolicy',
  'rowAccessPolicy',
  'stage',
  'table',
  'dynamicTable',
  'grant',
];

/** A masking policy whose argument is called `VAL`. */
export interface MaskingPolicyResource {
  readonly kind: 'maskingPolicy';
  readonly name: TableName;
  readonly type: PhysicalType;
  readonly body: string;
}

/** A row access policy. */
export interface RowAccessPolicyResource {
  readonly kind: 'rowAccessPolicy';
  readonly name: TableName;
  readonly argument: { readonly name: string; readonly type: PhysicalType };
  readonly body: string;
}

/** A table that DAS writes to. */
export interface TableResource {
  readonly kind: 'table';
  readonly name: TableName;
  readonly columns: readonly ColumnResource[];
  readonly rowAccess: RowAccessAttachment | undefined;
}

/** A table that Snowflake keeps up to date from a query. */
export interface DynamicTableResource {
  readonly kind: 'dynamicTable';
  readonly name: TableName;
  readonly columns: readonly ColumnResource[];
  readonly rowAccess: RowAccessAttachment | undefined;
  /** Seconds, at least 60, or `downstream`. */
  readonly targetLag: number | 'downstream';
  readonly warehouse: string;
  readonly query: string;
  /** The role that owns it: refreshes see what this role sees. */
  readonly owner: string;
}

/** One privilege for one role. */
export interface GrantResource {
  readonly kind: 'grant';
  readonly privilege: string;
  readonly on: Securable;
  readonly to: string;
}

/** A resource's address, unique in the account: its kind and full name. */
export function addressOf(resource: Resource): string {
  if (resource.kind !== 'grant') return `${resource.kind} ${resource.name.join('.')}`;
  const { privilege, on, to } = resource;
  return `grant ${privilege} on ${on.type.toLowerCase()} ${on.name.join('.')} to ${to}`;
}
