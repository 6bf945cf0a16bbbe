import type { $ZodObject } from 'zod/v4/core';
import type { ColumnDetails } from '../model/column.js';
import type { ColumnName } from '../model/contract.js';

/** What the compiler shows for a declared column that the schema does not have. */
export interface NoSuchColumn<Name extends string> {
  readonly error: `'${Name}' does not exist in the schema`;
}

/** What the compiler shows for something that is said of a column and is not known. */
export interface NoSuchDetail<Name extends string> {
  readonly error: `'${Name}' is nothing that can be said of a column`;
}

/** The members of declarations, each of a union, that are not known. */
type UnknownDetails<Declaration> = Declaration extends string
  ? never
  : Exclude<keyof Declaration, keyof ColumnDetails>;

/** Makes the compiler refuse declarations that say something unknown, such as `semantics`. */
type OnlyDetails<Columns> = [UnknownDetails<Columns[keyof Columns]>] extends [never]
  ? unknown
  : {
      readonly columns: {
        readonly [C in keyof Columns]: {
          readonly [D in UnknownDetails<Columns[C]> & string]: NoSuchDetail<D>;
        };
      };
    };

/**
 * Makes the compiler refuse declarations of columns that the schema does not have, and of details
 * that no column has. Where there are none, as nearly always, it costs two comparisons.
 */
export type OnlyColumnsOf<Schema extends $ZodObject, Columns> = [
  Exclude<keyof Columns, ColumnName<Schema>>,
] extends [never]
  ? OnlyDetails<Columns>
  : {
      readonly columns: {
        readonly [C in Exclude<keyof Columns & string, ColumnName<Schema>>]: NoSuchColumn<C>;
      };
    };
