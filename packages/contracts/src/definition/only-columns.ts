import type { $ZodObject } from 'zod/v4/core';
import type { ColumnName } from '../model/contract.js';

/** What the compiler shows for a declared column that the schema does not have. */
export type NoSuchColumn<Name extends string> = `'${Name}' does not exist in the schema`;

/** Makes the compiler refuse declarations of columns that the schema does not have. */
export type OnlyColumnsOf<Schema extends $ZodObject, Columns> = {
  readonly [C in Exclude<keyof Columns & string, ColumnName<Schema>>]: NoSuchColumn<C>;
};
