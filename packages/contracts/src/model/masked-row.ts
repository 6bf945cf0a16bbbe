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

/** A clearance that the compiler knows: `any` clears nothing. */
type KnownClearance<Clearance> = 0 extends 1 & Clearance ? never : Clearance;

/** Whether a column of this classification is shown. One that the compiler does not know is not. */
type IsShown<Level, Clearance> = [Level] extends [never]
  ? false
  : Level extends 'public' | 'internal' | KnownClearance<Clearance>
    ? true
    : false;

/** A row in which the columns without clearance are masked. */
export type MaskedRow<Row, Classifications, Clearance extends Classification> = {
  [C in keyof Row]: C extends keyof Classifications
    ? [IsShown<Classifications[C], Clearance>] extends [true]
      ? Row[C]
      : MaskedValue<Row[C]>
    : MaskedValue<Row[C]>;
};
