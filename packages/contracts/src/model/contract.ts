import type { $ZodObject, input, output } from 'zod/v4/core';
import type { StandardSchemaV1 } from '../schema/standard-schema.js';
import type { ColumnDeclaration, ContractColumn } from './column.js';
import type { Rule } from './rule.js';
import type { Retention, ServiceLevelObjectives } from './slo.js';

/** Which side of a change is protected: the reader, the writer, or both; against the last version or all. */
export type Compatibility =
  | 'none'
  | 'backward'
  | 'backward_transitive'
  | 'forward'
  | 'forward_transitive'
  | 'full'
  | 'full_transitive';

/** The names of a schema's columns. */
export type ColumnName<Schema extends $ZodObject> = keyof output<Schema> & string;

/** What `defineContract` takes. */
export interface ContractDefinition<Schema extends $ZodObject> {
  /** The domain that owns the data, lower case: it names the database `BROOK_<DOMAIN>`. */
  readonly domain: string;
  /** The contract's name, lower case with underscores: it names the table. */
  readonly name: string;
  /** A semantic version, `1.2.0`. */
  readonly version: `${number}.${number}.${number}`;
  /** Who answers for the data: an address of a team. */
  readonly owner: string;
  readonly description?: string;
  /** A plain zod object. What it outputs is what is stored. */
  readonly schema: Schema;
  /** Every column with its classification. A column left out is a compile error. */
  readonly columns: { readonly [C in ColumnName<Schema>]-?: ColumnDeclaration };
  readonly primaryKey?: readonly ColumnName<Schema>[];
  readonly slo?: ServiceLevelObjectives<ColumnName<Schema>>;
  readonly quality?: readonly Rule<ColumnName<Schema>>[];
  readonly retention?: Partial<Retention>;
  /** Default `full`. */
  readonly compatibility?: Compatibility;
}

/** One broken clause of a record: which column, and zod's code of the issue (or `unparsable`). Never the value. */
export interface RecordIssue {
  /** The column, or `undefined` when the whole record is wrong. */
  readonly column: string | undefined;
  readonly code: string;
}

/** What parsing a record gives: the row as it is stored, or the issues. */
export type RecordResult<R> =
  | { readonly ok: true; readonly row: R }
  | { readonly ok: false; readonly issues: readonly RecordIssue[] };

/**
 * A data contract: frozen data, with the zod schema beside it.
 *
 * It is itself a [Standard Schema](https://standardschema.dev), so any library that takes one
 * takes a contract.
 */
export interface Contract<Schema extends $ZodObject = $ZodObject>
  extends StandardSchemaV1<input<Schema>, output<Schema>> {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly owner: string;
  readonly description: string | undefined;
  readonly schema: Schema;
  readonly columns: readonly ContractColumn<ColumnName<Schema>>[];
  readonly primaryKey: readonly ColumnName<Schema>[];
  readonly slo: ServiceLevelObjectives<ColumnName<Schema>>;
  readonly quality: readonly Rule<ColumnName<Schema>>[];
  readonly retention: Retention;
  readonly compatibility: Compatibility;

  /** The type of a stored row: `type Order = typeof orders.$row`. There is no value at run time. */
  readonly $row: output<Schema>;
  /** The type of what a writer hands in, before defaults and coercions. There is no value at run time. */
  readonly $input: input<Schema>;

  /** The column of this name. */
  column(name: ColumnName<Schema>): ContractColumn<ColumnName<Schema>>;
  /**
   * Parses one record synchronously. Issues carry columns and codes, never values, and each pair
   * once. Does not throw because of a record: one on which the schema itself fails, such as one
   * that is nested too deeply, gets an issue with the code `unparsable`.
   *
   * @throws {@link ContractError} `DAS_CONTRACT_ASYNC_SCHEMA` when the schema has an async part
   */
  parseRecord(record: unknown): RecordResult<output<Schema>>;
  /** The contract as plain JSON: everything but the zod schema. */
  toJSON(): ContractDocument;
}

/** A contract as JSON. */
export interface ContractDocument {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly owner: string;
  readonly description: string | undefined;
  readonly columns: readonly ContractColumn[];
  readonly primaryKey: readonly string[];
  readonly slo: ServiceLevelObjectives;
  readonly quality: readonly Rule[];
  readonly retention: Retention;
  readonly compatibility: Compatibility;
}

/** Any contract, for code that takes them all. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where a contract's schema is not known
export type AnyContract = Contract<$ZodObject<any, any>>;
