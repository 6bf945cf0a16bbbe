import type { Classification, PhysicalType, SemanticType } from '@das/contracts';
import type { ListingContent } from '../resources/resource.js';

/** The tiers of a domain's database that hold data. */
export const tiers = ['BRONZE', 'SILVER', 'PLATINUM'] as const;

/** One of {@link tiers}. */
export type Tier = (typeof tiers)[number];

/** The families of Snowflake types that a mask distinguishes. */
export type TypeFamily = 'text' | 'number' | 'float' | 'boolean' | 'date' | 'timestamp' | 'other';

/** A further column of the row that a policy reads, under its name in upper case. */
export interface PolicyArgument {
  readonly name: string;
  readonly type: PhysicalType;
}

/** A mask of the library, by its name and parameters, as a mask URI says them. */
export interface NamedMask {
  readonly mask: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * How columns of a classification are hidden. Built by `maskingPolicy` of `@das/governance`.
 *
 * One declaration becomes one Snowflake masking policy per column type that needs it, because a
 * policy's input and output types must be those of the column.
 */
export interface MaskingPolicyDeclaration {
  readonly kind: 'maskingPolicy';
  /** Upper-case base of the policies' names. */
  readonly name: string;
  /**
   * Which columns it protects; with a semantic type only those, and then before a policy without;
   * with contracts only columns of these.
   */
  readonly appliesTo: {
    readonly classification: Classification;
    readonly semantic?: SemanticType;
    readonly contracts?: readonly string[];
  };
  /** SQL over `VAL` and the conditions for each type family; a family that is not named is masked with NULL. */
  readonly masks: { readonly [F in TypeFamily]?: string };
  /** Roles that see the clear value, beside those with clearance and the domain's pipeline. */
  readonly reveal: readonly string[];
  /** Why `masks` hide, in words: of SQL of one's own of which that cannot be read. It is reported. */
  readonly hidesBecause?: string;
  /** The library's mask that `masks` comes from: what the strictness of two policies is compared by. */
  readonly named?: NamedMask;
  /** The columns beside `VAL` that `masks` and `clearWhen` read, in the order of the signature. */
  readonly conditions?: readonly PolicyArgument[];
  /** SQL over the conditions: where it is TRUE, and not where it is NULL, everybody sees the clear value. */
  readonly clearWhen?: string;
  /**
   * `mask`: whenever an AI agent is in the execution context, whatever the roles are. The pipeline is
   * exempt. A clear value asks for `SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED') = 'FALSE'`,
   * so that where the function answers NULL nothing is shown.
   *
   * @see https://docs.snowflake.com/en/sql-reference/functions/is_agent_activated
   */
  readonly whenAgent?: 'mask';
  /** Whether a row access policy may read the column unmasked. */
  readonly exemptOtherPolicies?: boolean;
  /** From 2 on it is a part of the policies' names: a changed signature needs a new policy. Default 1. */
  readonly version?: number;
  /** The roles that the SQL of `masks` and `clearWhen` names: they have to exist. */
  readonly namedRoles?: readonly string[];
}

/** A table of the same domain that says which role or user sees which value. */
export interface RowMapping {
  readonly contract: string;
  readonly tier: Tier;
  /** The column with the value, compared with the column that decides. */
  readonly value: string;
  /** The column with the name of a role or of a user, in upper case. */
  readonly holder: string;
  readonly by: 'role' | 'user';
}

/** Which rows of which tables a role sees. Built by `rowAccessPolicy` of `@das/governance`. */
export interface RowAccessPolicyDeclaration {
  readonly kind: 'rowAccessPolicy';
  readonly name: string;
  /** The column that decides, and the names of the contracts whose tables are filtered by it. */
  readonly appliesTo: { readonly contracts: readonly string[]; readonly column: string };
  /** The values that each role may see. A role in none of these and not unrestricted sees no row. */
  readonly allow: readonly { readonly role: string; readonly values: readonly string[] }[];
  readonly unrestricted: readonly string[];
  /** Shows beside `allow` the rows whose value the mapping gives to a role or user of the session. */
  readonly mapping?: RowMapping;
  /** SQL over `VAL` and `conditions`: shows beside `allow` the rows where it is TRUE, and not where it is NULL. */
  readonly sql?: string;
  /** The columns beside the one that decides which `sql` reads, in the order of the signature. */
  readonly conditions?: readonly PolicyArgument[];
  /** From 2 on it is a part of the policy's name. Default 1. */
  readonly version?: number;
  /** The roles that `sql` names: they have to exist. */
  readonly namedRoles?: readonly string[];
}

/** How many rows an answer has to gather. Built by `aggregationPolicy` of `@das/governance`. */
export interface AggregationPolicyDeclaration {
  readonly kind: 'aggregationPolicy';
  readonly name: string;
  /** The contracts whose tables it holds for, in these tiers. */
  readonly appliesTo: { readonly contracts: readonly string[]; readonly tiers: readonly Tier[] };
  /** At least 2. Smaller groups are gathered in one remainder. */
  readonly minGroupSize: number;
  /** Roles that may read single rows, beside the domain's pipeline. */
  readonly unrestricted: readonly string[];
  /** SQL without columns: where it is TRUE, and not where it is NULL, everybody may read single rows. */
  readonly unrestrictedWhen?: string;
  /** The roles that `unrestrictedWhen` names: they have to exist. */
  readonly namedRoles?: readonly string[];
}

/** Who may show a column in a result. Built by `projectionPolicy` of `@das/governance`. */
export interface ProjectionPolicyDeclaration {
  readonly kind: 'projectionPolicy';
  readonly name: string;
  /** Columns of a classification, with a semantic type only those; or named columns of contracts. */
  readonly appliesTo:
    | { readonly classification: Classification; readonly semantic?: SemanticType }
    | { readonly contracts: readonly string[]; readonly columns: readonly string[] };
  /** Roles that may, beside the domain's pipeline. */
  readonly allow: readonly string[];
  /** SQL without columns: where it is TRUE, and not where it is NULL, everybody may. */
  readonly allowWhen?: string;
  /** The roles that `allowWhen` names: they have to exist. */
  readonly namedRoles?: readonly string[];
  /** For all others: the statement fails, or the column is NULL. */
  readonly enforcement: 'fail' | 'nullify';
}

/** A tag with its values. Built by `tag` of `@das/governance`. */
export interface TagDeclaration {
  readonly kind: 'tag';
  /** Upper case. */
  readonly name: string;
  readonly allowedValues: readonly string[];
  /** What carries it: tables of a contract, or one of its columns. */
  readonly assigned: readonly {
    readonly contract: string;
    readonly column?: string;
    readonly value: string;
  }[];
  /** The names of masking policies that mask whatever column carries it, one for each data type. */
  readonly masking?: readonly string[];
  /** Whether Snowflake carries it on to what is made from the data. */
  readonly propagate?: 'dependency' | 'dataMovement' | 'dependencyAndDataMovement';
}

/** Contracts' tables that other accounts read. Built by `share` of `@das/governance`. */
export interface ShareDeclaration {
  readonly kind: 'share';
  /** Upper case, unique in the account. */
  readonly name: string;
  readonly contracts: readonly string[];
  readonly tier: Tier;
  /** `ORGANIZATION.ACCOUNT`. */
  readonly accounts: readonly string[];
  /** What the share's database role sees in clear. Default of the builder: nothing. */
  readonly clearance: readonly Classification[];
  /** The rows that it sees, by a column that all the contracts have; all rows when there is none. */
  readonly rows?: { readonly column: string; readonly values: readonly string[] };
}

/**
 * What accounts of the own organization find in their marketplace and read: a share that has no accounts of
 * its own. Built by `listing` of `@das/governance`.
 */
export interface ListingDeclaration extends ListingContent {
  readonly kind: 'listing';
  /** Upper case, unique in the account. */
  readonly name: string;
  /** The name of a share of the domain. */
  readonly share: string;
}

/** What a warehouse may use in a calendar month. */
export interface BudgetDeclaration {
  readonly monthlyCredits: number;
  /** Percents at which somebody is told: at most five. */
  readonly notifyAt: readonly number[];
  /** Percent at which running statements end and no new one starts. */
  readonly suspendAt?: number;
  /** Percent at which running statements are stopped. */
  readonly suspendImmediatelyAt?: number;
}

/** A warehouse of the domain. Built by `warehouse` of `@das/governance`. */
export interface WarehouseDeclaration {
  readonly kind: 'warehouse';
  /** Upper case, after the database's name; none for the warehouse that the domain has anyway. */
  readonly name?: string;
  readonly size: 'XSMALL' | 'SMALL' | 'MEDIUM' | 'LARGE' | 'XLARGE';
  readonly autoSuspendSeconds: number;
  /** Roles that may use it, beside the domain's pipeline; all access roles when empty. */
  readonly usedBy: readonly string[];
  readonly budget?: BudgetDeclaration;
}

/**
 * What a domain is expected to use in a calendar month, watched by a budget of Snowflake: it tells, also of
 * what runs without a warehouse, and stops nothing. Built by `budget` of `@das/governance`.
 */
export interface SpendingBudgetDeclaration {
  readonly kind: 'budget';
  /** Upper case, in the schema OPS. */
  readonly name: string;
  /** In US dollars by what the platform says that a credit costs, rounded down to whole credits. */
  readonly limit: { readonly monthlyCredits: number } | { readonly monthlyUsd: number };
  /** Email addresses that Snowflake has verified. */
  readonly notify: readonly string[];
  /** The database of the domain, all of its warehouses, or both. */
  readonly watches: readonly ('database' | 'warehouses')[];
}

/** A named list of addresses, all of one type. */
export interface NetworkRuleDeclaration {
  readonly name: string;
  readonly type: 'IPV4' | 'IPV6' | 'AWSVPCEID';
  /** Addresses and CIDR blocks in canonical form, or identifiers of VPC endpoints. */
  readonly values: readonly string[];
}

/** From where one may connect. Built by `networkPolicy` of `@das/governance`. */
export interface NetworkPolicyDeclaration {
  readonly kind: 'networkPolicy';
  /** Upper case, unique in the account. */
  readonly name: string;
  readonly allow: readonly NetworkRuleDeclaration[];
  /** Wins over `allow`. */
  readonly block: readonly NetworkRuleDeclaration[];
  /** Where it is in force: `none` only creates it. */
  readonly activeOn: 'account' | 'none' | { readonly users: readonly string[] };
  /** Addresses from which one must always get in, at every step of a plan. */
  readonly breakGlass: readonly string[];
}

/** A role that people use. Built by `accessRole` of `@das/governance`. */
export interface AccessRoleDeclaration {
  readonly kind: 'accessRole';
  readonly name: string;
  /** The tiers whose tables it may read. */
  readonly reads: readonly Tier[];
  /** The classifications that it sees in clear. */
  readonly clearance: readonly Classification[];
}

/** Everything that decides who sees what. */
export type AccessDeclaration =
  | MaskingPolicyDeclaration
  | RowAccessPolicyDeclaration
  | AccessRoleDeclaration
  | AggregationPolicyDeclaration
  | ProjectionPolicyDeclaration
  | TagDeclaration
  | ShareDeclaration
  | ListingDeclaration
  | WarehouseDeclaration
  | SpendingBudgetDeclaration
  | NetworkPolicyDeclaration;

/** What holds for one classification on a whole platform. */
export interface ClassificationLevel {
  readonly classification: Classification;
  /** In a few words, for those who classify. */
  readonly meaning: string;
  /** Roles to which a domain may give clearance or reveal; `any` when the domain decides. */
  readonly mayBeSeenBy: 'any' | readonly string[];
  /** `mask`: never in clear while an AI agent is in the execution context. */
  readonly whenAgent?: 'mask';
}

/**
 * The classification of a platform: levels, semantic types, who may see what. Each domain inherits
 * it and may only tighten it. Built by `classificationFramework` of `@das/governance`.
 */
export interface ClassificationFramework {
  readonly kind: 'classificationFramework';
  readonly name: string;
  readonly levels: readonly ClassificationLevel[];
  /** The lowest classification of a column with this meaning. */
  readonly semanticTypes: readonly {
    readonly semantic: SemanticType;
    readonly atLeast: Classification;
  }[];
  readonly masking: readonly MaskingPolicyDeclaration[];
}
