import type { Classification } from './classification.js';

/** The classification of each declared column. */
export type ClassificationsOf<Columns> = {
  readonly [C in keyof Columns]: Columns[C] extends Classification
    ? Columns[C]
    : Columns[C] extends { readonly classification: infer Level extends Classification }
      ? Level
      : Classification;
};

/** What may stand in place of a value that is masked. */
export type MaskedValue<Value> = (Value extends string ? string : Value) | null;

/** A row in which the columns without clearance are masked. */
export type MaskedRow<Row, Classifications, Clearance extends Classification> = {
  [C in keyof Row]: C extends keyof Classifications
    ? Classifications[C] extends 'public' | 'internal' | Clearance
      ? Row[C]
      : MaskedValue<Row[C]>
    : MaskedValue<Row[C]>;
};
