import type { $ZodObject } from 'zod/v4/core';
import type { ColumnName } from '../model/contract.js';

/** What the compiler shows for a declared column that the schema does not have. */
export interface NoSuchColumn<Name extends string> {
  readonly error: `'${Name}' does not exist in the schema`;
}

/**
 * Makes the compiler refuse declarations of columns that the schema does not have. Where there are
 * none, as nearly always, it costs one comparison.
 */
export type OnlyColumnsOf<Schema extends $ZodObject, Columns> = [
  Exclude<keyof Columns, ColumnName<Schema>>,
] extends [never]
  ? unknown
  : {
      readonly columns: {
        readonly [C in Exclude<keyof Columns & string, ColumnName<Schema>>]: NoSuchColumn<C>;
      };
    };
