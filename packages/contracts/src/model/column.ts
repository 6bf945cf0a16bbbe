import type { Classification } from './classification.js';

/**
 * A Snowflake column type, such as `VARCHAR`, `NUMBER(12,2)` or `TIMESTAMP_NTZ`.
 */
export type PhysicalType =
  | 'VARCHAR'
  | `VARCHAR(${number})`
  | `NUMBER(${number},${number})`
  | 'FLOAT'
  | 'BOOLEAN'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP_NTZ'
  | 'TIMESTAMP_TZ'
  | 'VARIANT'
  | 'ARRAY'
  | 'OBJECT';

/** What a value means, whatever its type. Open: any name is allowed, these are the known ones. */
export type SemanticType =
  | 'name'
  | 'email'
  | 'phone'
  | 'ssn'
  | 'address'
  | 'postal_code'
  | 'city'
  | 'geography'
  | 'birth_date'
  | 'date'
  | 'age'
  | 'mrn'
  | 'identifier'
  | 'payment_card'
  | 'ip_address'
  | 'free_text'
  | (string & {});

/** What a contract says of one column: its classification alone, or with more. */
export type ColumnDeclaration =
  | Classification
  | {
      readonly classification: Classification;
      readonly semantic?: SemanticType;
      /** The Snowflake type, where the one derived from the schema is not the right one. */
      readonly type?: PhysicalType;
      readonly description?: string;
    };

/** One column of a contract, resolved. */
export interface ContractColumn<Name extends string = string> {
  readonly name: Name;
  readonly classification: Classification;
  readonly semantic: SemanticType | undefined;
  readonly type: PhysicalType;
  /** Whether the schema lets the value be null or absent. */
  readonly isNullable: boolean;
  /** The values of an enum, or `undefined`. */
  readonly enum: readonly string[] | undefined;
  /**
   * Whether the schema leaves the text free: any string passes, so a value may hold anything.
   * Such a column is scanned for sensitive data when it is not declared sensitive.
   */
  readonly isFreeText: boolean;
  readonly description: string | undefined;
}
