import type { $ZodObject, input, output } from 'zod/v4/core';
import type { StandardSchemaV1 } from '../schema/standard-schema.js';
import type { Classification } from './classification.js';
import type { ColumnDeclaration, ContractColumn } from './column.js';
import type { Compatibility, ContractDocument, ContractStatus } from './contract-document.js';
import type { Deprecation } from './deprecation.js';
import type { ForeignKey } from './key.js';
import type { ClassificationsOf, MaskedRow } from './masked-row.js';
import type { Rule } from './rule.js';
import type { Retention, ServiceLevelObjectives } from './slo.js';
import type { Sharing, SupportChannel, TermsOfUse } from './support.js';

/** The names of a schema's columns. */
export type ColumnName<Schema extends $ZodObject> = keyof output<Schema> & string;

/** A declaration of every column of a schema. */
export type ColumnDeclarations<Schema extends $ZodObject> = {
  readonly [C in ColumnName<Schema>]-?: ColumnDeclaration;
};

/** What `defineContract` takes. */
export interface ContractDefinition<
  Schema extends $ZodObject,
  Columns extends ColumnDeclarations<Schema> = ColumnDeclarations<Schema>,
> {
  /** The domain that owns the data, lower case: it names the database `BROOK_<DOMAIN>`. */
  readonly domain: string;
  /** The contract's name, lower case with underscores: it names the table. */
  readonly name: string;
  /** A semantic version, `1.2.0`. */
  readonly version: `${number}.${number}.${number}`;
  /** Where the contract is in its life. Default `active`. */
  readonly status?: ContractStatus;
  /** Who answers for the data: an address of a team. */
  readonly owner: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  /** A plain zod object. What it outputs is what is stored. */
  readonly schema: Schema;
  /** Every column with its classification. A column left out is a compile error. */
  readonly columns: Columns;
  readonly primaryKey?: readonly ColumnName<Schema>[];
  /** Sets of columns, besides the primary key, whose values no two rows share. */
  readonly uniqueKeys?: readonly (readonly ColumnName<Schema>[])[];
  /** References to other contracts, made by `foreignKey`. */
  readonly foreignKeys?: readonly ForeignKey<ColumnName<Schema>>[];
  /** What one row stands for, in a sentence: "one line of an order, as last changed". */
  readonly grain?: string;
  /** Columns by which files of the data are laid out. A hint for exports. */
  readonly partitionBy?: readonly ColumnName<Schema>[];
  /** Columns by which a warehouse should keep rows together. A hint. */
  readonly clusterBy?: readonly ColumnName<Schema>[];
  readonly slo?: ServiceLevelObjectives<ColumnName<Schema>>;
  readonly quality?: readonly Rule<ColumnName<Schema>>[];
  readonly retention?: Partial<Retention>;
  readonly sharing?: Sharing;
  /** Where readers get help. */
  readonly support?: readonly SupportChannel[];
  readonly terms?: TermsOfUse;
  /** That the whole contract will go, and when. */
  readonly deprecated?: Deprecation;
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
export interface Contract<
  Schema extends $ZodObject = $ZodObject,
  Columns extends ColumnDeclarations<Schema> = ColumnDeclarations<Schema>,
> extends StandardSchemaV1<input<Schema>, output<Schema>>,
    Omit<ContractDocument, 'columns' | 'primaryKey' | 'slo' | 'quality'> {
  readonly schema: Schema;
  readonly columns: readonly ContractColumn<ColumnName<Schema>>[];
  readonly primaryKey: readonly ColumnName<Schema>[];
  readonly slo: ServiceLevelObjectives<ColumnName<Schema>>;
  readonly quality: readonly Rule<ColumnName<Schema>>[];
  /** The type of a stored row: `type Order = typeof orders.$row`. There is no value at run time. */
  readonly $row: output<Schema>;
  /** The type of what a writer hands in, before defaults and coercions. There is no value at run time. */
  readonly $insert: input<Schema>;
  /** The classification of each column, as a type. There is no value at run time. */
  readonly $classifications: ClassificationsOf<Columns>;
  /**
   * The type of the row that a reader with a clearance sees, as {@link Masked} gives it:
   * `ReturnType<typeof orders.$masked<'pii'>>`. There is no value at run time.
   */
  readonly $masked: {
    <Clearance extends Classification>(): MaskedRow<
      output<Schema>,
      ClassificationsOf<Columns>,
      Clearance
    >;
    // Without a clearance, the compiler takes the last signature: everything protected is masked.
    (): MaskedRow<output<Schema>, ClassificationsOf<Columns>, never>;
  };
  /** The column of this name. */
  column(name: ColumnName<Schema>): ContractColumn<ColumnName<Schema>>;
  /**
   * Parses one record synchronously into the row as it is stored.
   *
   * @throws {@link RecordError} `DAS_CONTRACT_INVALID_RECORD` with the broken clauses, without values
   * @throws {@link ContractError} `DAS_CONTRACT_ASYNC_SCHEMA` when the schema has an async part
   */
  parse(record: unknown): output<Schema>;
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

/** Any contract, for code that takes them all. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where a contract's schema is not known
export type AnyContract = Contract<$ZodObject<any, any>, any>;

/**
 * The row that a reader sees who has clearance for some classifications; `public` and `internal`
 * columns need none. A masked text is some text or null, any other masked value itself or null.
 *
 * @example
 * ```ts
 * import { defineContract, type Masked } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const patients = defineContract({
 *   domain: 'health', name: 'patients', version: '1.0.0', owner: 'data-health',
 *   schema: z.object({ id: z.uuid(), sex: z.enum(['f', 'm']), city: z.string() }),
 *   columns: { id: 'internal', sex: 'phi', city: 'pii' },
 * });
 * const seen: Masked<typeof patients, 'pii'> = {
 *   id: '0b6f0c3e-7a52-4a0b-9d3b-1f1a4c0d9e11', sex: null, city: 'Ghent',
 * };
 * console.log(seen.city);
 * // => Ghent
 * ```
 */
export type Masked<
  C extends Pick<AnyContract, '$row' | '$classifications'>,
  Clearance extends Classification = never,
> = MaskedRow<C['$row'], C['$classifications'], Clearance>;
