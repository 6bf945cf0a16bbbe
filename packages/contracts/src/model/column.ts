import type { Classification } from './classification.js';
import type { Deprecation } from './deprecation.js';
import type { SemanticType } from './semantic-type.js';
import type { ValueShape } from './value-shape.js';

/** The Snowflake column types that have no length and no precision. */
export const unsizedTypes = [
  'FLOAT',
  'BOOLEAN',
  'DATE',
  'TIME',
  'TIMESTAMP_NTZ',
  'TIMESTAMP_TZ',
  'VARIANT',
  'ARRAY',
  'OBJECT',
] as const;

/**
 * A Snowflake column type, such as `VARCHAR`, `NUMBER(12,2)` or `TIMESTAMP_NTZ`.
 */
export type PhysicalType =
  | 'VARCHAR'
  | `VARCHAR(${number})`
  | `NUMBER(${number},${number})`
  | (typeof unsizedTypes)[number];

/** What a contract says of one column besides what its schema shows. */
export interface ColumnDetails {
  readonly classification: Classification;
  /** What the value means, such as `email`. */
  readonly semantic?: SemanticType;
  /** The Snowflake type, where the one derived from the schema is not the right one. */
  readonly type?: PhysicalType;
  readonly description?: string;
  /** The unit of measure, such as `USD` or `mm[Hg]` (UCUM where there is one). */
  readonly unit?: string;
  /**
   * What readers may rely on when the schema is an enum: that no other value will ever come
   * (`exhaustive`, the default), or that new ones may be added (`open`).
   */
  readonly enum?: 'exhaustive' | 'open';
  /** Made-up values that show what the column holds. Never copied from data. */
  readonly examples?: readonly (string | number | boolean)[];
  readonly tags?: readonly string[];
  /** That the column will go, and when. */
  readonly deprecated?: Deprecation;
}

/** What a contract says of one column: its classification alone, or with more. */
export type ColumnDeclaration = Classification | ColumnDetails;

/** One column of a contract, resolved. */
export interface ContractColumn<Name extends string = string> {
  readonly name: Name;
  readonly classification: Classification;
  readonly semantic: SemanticType | undefined;
  readonly type: PhysicalType;
  /** Whether the schema lets the value be null or absent. */
  readonly isNullable: boolean;
  /** The values of an enum of texts, or `undefined`. */
  readonly enum: readonly string[] | undefined;
  /** Whether readers must expect values of the enum that are not listed yet. */
  readonly isEnumOpen: boolean;
  /**
   * Whether the schema leaves the text free: any string passes, so a value may hold anything.
   * Such a column is scanned for sensitive data when it is not declared sensitive.
   */
  readonly isFreeText: boolean;
  readonly description: string | undefined;
  readonly unit: string | undefined;
  readonly examples: readonly (string | number | boolean)[];
  readonly tags: readonly string[];
  readonly deprecated: Deprecation | undefined;
  /** The values that readers meet: what the schema puts out. */
  readonly stored: ValueShape;
  /** The values that writers may hand in, where the schema changes them on the way; else as `stored`. */
  readonly accepted: ValueShape | undefined;
}
