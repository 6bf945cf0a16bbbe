import type { PhysicalType } from '@das/contracts';
import type { TableName } from '../domain/domain-names.js';

/** One column of a table, with everything that protects it. */
export interface ColumnResource {
  readonly name: string;
  readonly type: PhysicalType;
  readonly isNullable: boolean;
  /** It is declared to be required, and came to rows that have no value for it. */
  readonly lacksValues?: true;
  readonly maskingPolicy: TableName | undefined;
  /** The columns that a conditional masking policy reads beside this one, in the order of its signature. */
  readonly maskingArguments?: readonly string[];
  readonly projectionPolicy?: TableName;
  /** Tag name to value. */
  readonly tags: readonly TagAssignment[];
  /** The name that the column had in the last apply: a rename is never guessed. */
  readonly renamedFrom?: string;
}

/** A value of a tag. */
export interface TagAssignment {
  readonly tag: TableName;
  readonly value: string;
}

/** A row access policy, attached by the columns that it takes. */
export interface RowAccessAttachment {
  readonly policy: TableName;
  readonly columns: readonly string[];
}

/** What a privilege is granted on. */
export type Securable =
  | { readonly type: 'ACCOUNT'; readonly name: readonly [] }
  | { readonly type: 'DATABASE' | 'WAREHOUSE'; readonly name: readonly [string] }
  | { readonly type: 'SCHEMA'; readonly name: readonly [database: string, schema: string] }
  | {
      readonly type: 'TABLE' | 'DYNAMIC TABLE' | 'VIEW' | 'STAGE' | 'TASK';
      readonly name: TableName;
    };

/** Who holds a privilege. A role of a database is named by both. */
export type Grantee =
  | { readonly type: 'ROLE' | 'SHARE'; readonly name: readonly [string] }
  | { readonly type: 'DATABASE ROLE'; readonly name: readonly [database: string, role: string] };

/**
 * Something that a domain wants to exist in the account. The list is closed: each kind has its
 * DDL, its comparison and its place in the order of a plan.
 */
export type Resource =
  | { readonly kind: 'database'; readonly name: readonly [string] }
  | { readonly kind: 'schema'; readonly name: readonly [string, string] }
  | ResourceMonitorResource
  | WarehouseResource
  | RoleResource
  | { readonly kind: 'databaseRole'; readonly name: readonly [database: string, role: string] }
  | TagResource
  | MaskingPolicyResource
  | RowAccessPolicyResource
  | AggregationPolicyResource
  | ProjectionPolicyResource
  | NetworkRuleResource
  | NetworkPolicyResource
  | { readonly kind: 'stage'; readonly name: TableName }
  | TableResource
  | DynamicTableResource
  | DataMetricFunctionResource
  | DataMetricResource
  | TaskResource
  | BudgetResource
  | ShareResource
  | ListingResource
  | RoleGrantResource
  | GrantResource;

/** The kinds of resources, in the order in which a plan creates them: what lets somebody in last. */
export const resourceKinds: readonly Resource['kind'][] = [
  'database',
  'schema',
  'resourceMonitor',
  'warehouse',
  'role',
  'databaseRole',
  'tag',
  'maskingPolicy',
  'rowAccessPolicy',
  'aggregationPolicy',
  'projectionPolicy',
  'networkRule',
  'networkPolicy',
  'stage',
  'table',
  'dynamicTable',
  'dataMetricFunction',
  'dataMetric',
  'task',
  'budget',
  'share',
  'listing',
  'grant',
  // A share takes a database role only once it may use the database.
  'roleGrant',
];

/** What is in no database, so that any domain of the account might call something of its own the same. */
export interface SharedResource {
  /** The database of the domain that made it: a plan of another one leaves it alone. */
  readonly madeBy?: string;
}

/** A role of the account. */
export interface RoleResource extends SharedResource {
  readonly kind: 'role';
  readonly name: readonly [string];
}

/** A warehouse. What is not given is XSMALL and suspended after a minute. */
export interface WarehouseResource extends SharedResource {
  readonly kind: 'warehouse';
  readonly name: readonly [string];
  readonly size?: WarehouseSize;
  readonly autoSuspendSeconds?: number;
  readonly resourceMonitor?: string;
}

/** What stops or warns of the credits that warehouses use. */
export interface ResourceMonitorResource {
  readonly kind: 'resourceMonitor';
  readonly name: readonly [string];
  /** Credits in a calendar month. */
  readonly creditQuota: number;
  /** At how many percent of the quota what happens; at most five NOTIFY. */
  readonly triggers: readonly {
    readonly percent: number;
    readonly action: 'NOTIFY' | 'SUSPEND' | 'SUSPEND_IMMEDIATE';
  }[];
}

/**
 * A budget, which tells of what its objects are expected to use of it in a calendar month, also without a
 * warehouse. It stops nothing.
 */
export interface BudgetResource {
  readonly kind: 'budget';
  readonly name: TableName;
  /** Credits in a calendar month; -1 before it has a limit. */
  readonly spendingLimit: number;
  /** Who is told: addresses that Snowflake has verified. */
  readonly emails: readonly string[];
  /** By type and name. An object is in one budget at most. */
  readonly watches: readonly BudgetedObject[];
}

/** What a budget of DAS watches: a database is watched with all that is in it. */
export interface BudgetedObject {
  readonly type: 'DATABASE' | 'WAREHOUSE';
  readonly name: readonly [string];
}

/** A tag, and the policies that mask whatever column carries it: one for each data type. */
export interface TagResource {
  readonly kind: 'tag';
  readonly name: TableName;
  readonly allowedValues: readonly string[];
  readonly maskingPolicies?: readonly TableName[];
  /** Whether Snowflake carries it on to what is made from the data. */
  readonly propagate?: 'dependency' | 'dataMovement' | 'dependencyAndDataMovement';
}

/** An aggregation policy: its body has no arguments. */
export interface AggregationPolicyResource {
  readonly kind: 'aggregationPolicy';
  readonly name: TableName;
  readonly body: string;
}

/** A projection policy: its body has no arguments. */
export interface ProjectionPolicyResource {
  readonly kind: 'projectionPolicy';
  readonly name: TableName;
  readonly body: string;
}

/** A list of addresses. Its type and mode cannot be changed. */
export interface NetworkRuleResource {
  readonly kind: 'networkRule';
  readonly name: TableName;
  readonly type: 'IPV4' | 'IPV6' | 'AWSVPCEID' | 'HOST_PORT';
  readonly mode: 'INGRESS' | 'EGRESS' | 'INTERNAL_STAGE';
  readonly values: readonly string[];
}

/** From where one may connect. A blocked rule wins over an allowed one. */
export interface NetworkPolicyResource extends SharedResource {
  readonly kind: 'networkPolicy';
  readonly name: readonly [string];
  readonly allowed: readonly TableName[];
  readonly blocked: readonly TableName[];
  /** Where it is in force: nowhere when empty. */
  readonly activeOn: readonly (
    | { readonly type: 'ACCOUNT' }
    | { readonly type: 'USER'; readonly user: string }
  )[];
}

/**
 * A function that measures a table, for what no function of `SNOWFLAKE.CORE` measures. Its body reads the
 * columns from `ARG_T` under their own names. It cannot be changed: what is different has another name.
 */
export interface DataMetricFunctionResource {
  readonly kind: 'dataMetricFunction';
  readonly name: TableName;
  readonly columns: readonly { readonly name: string; readonly type: PhysicalType }[];
  /** One whole number. */
  readonly body: string;
}

/** A measurement of a table by a data metric function. A table has one schedule for all of its own. */
export interface DataMetricResource {
  readonly kind: 'dataMetric';
  /** The table, and the name of the measurement under it. */
  readonly name: readonly [database: string, schema: string, table: string, metric: string];
  readonly function: TableName;
  readonly columns: readonly string[];
  /** As DATA_METRIC_SCHEDULE writes it, such as `60 MINUTE`. */
  readonly schedule: string;
}

/** A task that runs one statement by a schedule, as its owner. */
export interface TaskResource {
  readonly kind: 'task';
  readonly name: TableName;
  readonly warehouse: string;
  /** As SCHEDULE writes it, such as `1 MINUTE` or `USING CRON 0 3 * * * UTC`. */
  readonly schedule: string;
  readonly statement: string;
}

/** A share. What it shows is granted to it; database roles carry policies into the consumer's account. */
export interface ShareResource extends SharedResource {
  readonly kind: 'share';
  readonly name: readonly [string];
  /** `ORGANIZATION.ACCOUNT`, added when all else is in place. */
  readonly accounts: readonly string[];
}

/**
 * An organization listing: by it, accounts of the own organization find and read a share that has no accounts
 * of its own.
 */
export interface ListingResource extends ListingContent {
  readonly kind: 'listing';
  readonly name: readonly [string];
  /** The name of the share that it shows. */
  readonly share: string;
  /** It is published when all else is in place. */
  readonly isPublished: boolean;
}

/** What an organization listing says of a share, and to whom. */
export interface ListingContent {
  /** At most 110 characters. */
  readonly title: string;
  /** Markdown, at most 7500 characters. */
  readonly description?: string;
  /** Who reads the share: accounts of the own organization, or some roles of them. */
  readonly access: ListingTargets;
  /** Who finds the listing and may ask for access. Default: only who reads it. */
  readonly discovery?: ListingTargets;
  /** An email address, or a link. */
  readonly supportContact: string;
  /** Who decides on requests; needed where there is `discovery`. */
  readonly approverContact?: string;
  /** Such as `PUBLIC.AWS_EU_CENTRAL_1`. Default: that of the account. */
  readonly regions?: readonly string[];
}

/** All accounts of the organization, or some of them. */
export type ListingTargets = 'all' | readonly ListingTarget[];

/** An account of the organization, or some roles of it. */
export interface ListingTarget {
  readonly account: string;
  readonly roles?: readonly string[];
}

/** A role that is given to another one, or to a share. */
export interface RoleGrantResource {
  readonly kind: 'roleGrant';
  readonly role:
    | { readonly type: 'ROLE'; readonly name: readonly [string] }
    | { readonly type: 'DATABASE ROLE'; readonly name: readonly [string, string] };
  readonly to: Grantee;
}

/** The sizes of a warehouse that DAS deploys. */
export type WarehouseSize = 'XSMALL' | 'SMALL' | 'MEDIUM' | 'LARGE' | 'XLARGE';

/** A masking policy. */
export interface MaskingPolicyResource {
  readonly kind: 'maskingPolicy';
  readonly name: TableName;
  readonly type: PhysicalType;
  /** How the body calls the value: `VAL`, unless a policy was made by others. */
  readonly argument?: string;
  /** What a conditional policy reads beside `VAL`: bound by `USING`, in this order. */
  readonly conditions?: readonly { readonly name: string; readonly type: PhysicalType }[];
  /** Whether a row access policy or another policy may read the column unmasked. */
  readonly exemptOtherPolicies?: boolean;
  readonly body: string;
}

/** A row access policy. */
export interface RowAccessPolicyResource {
  readonly kind: 'rowAccessPolicy';
  readonly name: TableName;
  readonly argument: { readonly name: string; readonly type: PhysicalType };
  /** What else it reads of the row, after `argument`. */
  readonly moreArguments?: readonly { readonly name: string; readonly type: PhysicalType }[];
  readonly body: string;
}

/** A table that DAS writes to. */
export interface TableResource {
  readonly kind: 'table';
  readonly name: TableName;
  readonly columns: readonly ColumnResource[];
  readonly rowAccess: RowAccessAttachment | undefined;
  readonly aggregationPolicy?: TableName;
  readonly tags?: readonly TagAssignment[];
  /** The full name that the table had in the last apply. */
  readonly renamedFrom?: TableName;
}

/** A table that Snowflake keeps up to date from a query. */
export interface DynamicTableResource {
  readonly kind: 'dynamicTable';
  readonly name: TableName;
  readonly columns: readonly ColumnResource[];
  readonly rowAccess: RowAccessAttachment | undefined;
  readonly aggregationPolicy?: TableName;
  readonly tags?: readonly TagAssignment[];
  /** Seconds, at least 60, or `downstream`. */
  readonly targetLag: number | 'downstream';
  readonly warehouse: string;
  readonly query: string;
  /** The role that owns it: refreshes see what this role sees. */
  readonly owner: string;
}

/** One privilege for one grantee: a role, unless `toType` says otherwise. */
export interface GrantResource {
  readonly kind: 'grant';
  readonly privilege: string;
  readonly on: Securable;
  /** The role's or share's name; of a database role `DATABASE.ROLE`. */
  readonly to: string;
  readonly toType?: 'DATABASE ROLE' | 'SHARE';
  /** Of a database, a schema or the account: on which of its objects, those to come among them. */
  readonly inherited?: InheritingKind;
}

/** The kinds of objects on which a privilege can be granted in a container, once for all of them. */
export const inheritingKinds = [
  'DYNAMIC TABLE',
  'SCHEMA',
  'SEQUENCE',
  'STAGE',
  'STREAM',
  'TABLE',
  'TASK',
  'VIEW',
] as const;

/** A kind of objects on which a privilege can be granted in a container, once for all of them. */
export type InheritingKind = (typeof inheritingKinds)[number];

/** The full name in the address of an object: what follows its kind. */
export function nameIn(address: string): string {
  return address.slice(address.indexOf(' ') + 1);
}

/** A resource's address, unique in the account: its kind and full name. */
export function addressOf(resource: Resource): string {
  switch (resource.kind) {
    case 'grant': {
      const { privilege, on, to, toType, inherited } = resource;
      const grantee = toType === undefined ? to : `${toType.toLowerCase()} ${to}`;
      const of = inherited === undefined ? '' : `all ${inherited.toLowerCase()}s in `;
      return `grant ${privilege} on ${of}${[on.type.toLowerCase(), on.name.join('.')].join(' ').trim()} to ${grantee}`;
    }
    case 'roleGrant': {
      const { role, to } = resource;
      return `roleGrant ${role.type.toLowerCase()} ${role.name.join('.')} to ${to.type.toLowerCase()} ${to.name.join('.')}`;
    }
    default:
      return `${resource.kind} ${resource.name.join('.')}`;
  }
}
