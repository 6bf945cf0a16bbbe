import type { Classification, SemanticType } from '@das/contracts';

/** The tiers of a domain's database that hold data. */
export const tiers = ['BRONZE', 'SILVER', 'PLATINUM'] as const;

/** One of {@link tiers}. */
export type Tier = (typeof tiers)[number];

/** The families of Snowflake types that a mask distinguishes. */
export type TypeFamily = 'text' | 'number' | 'float' | 'boolean' | 'date' | 'timestamp' | 'other';

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
  /** Which columns it protects; with a semantic type only those, and then before a policy without. */
  readonly appliesTo: { readonly classification: Classification; readonly semantic?: SemanticType };
  /** SQL over `VAL` for each type family; a family that is not named is masked with NULL. */
  readonly masks: { readonly [F in TypeFamily]?: string };
  /** Roles that see the clear value, beside those with clearance and the domain's pipeline. */
  readonly reveal: readonly string[];
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
  | AccessRoleDeclaration;
