import { type DataType, formatType } from '../datatype/data-type.js';
import type { BaseObject } from './base-object.js';

/** A table that a data metric function takes: the names and types by which its body knows it. */
export interface MetricTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: DataType }[];
}

/**
 * A data metric function. Its `name` ends with the types that it takes, `F(TABLE(NUMBER))`, because
 * functions of one name that take different types are different functions.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-data-metric-function
 */
export interface DataMetricFunctionObject extends BaseObject {
  readonly kind: 'FUNCTION';
  readonly parent: number;
  /** The name without the types. */
  readonly functionName: string;
  readonly tables: readonly MetricTable[];
  /** The query as Snowflake SQL text. */
  readonly body: string;
  readonly isSecure: boolean;
}

/** Some columns of a table, by number: a column that is gone is 0, so that no later one stands for it. */
export interface MeasuredColumns {
  readonly table: number;
  readonly columns: readonly number[];
}

/** A data metric function on columns of the table or view that holds this. */
export interface MetricAttachment {
  /** Tells it from every other association. */
  readonly reference: string;
  /** The id of the function; absent for one of `SNOWFLAKE.CORE`. */
  readonly metric?: number;
  /** Its full name and types when it was added, for when it is gone. */
  readonly path: readonly [string, string, string];
  readonly signature: string;
  readonly columns: readonly number[];
  /** What the second table argument stands for. */
  readonly second?: MeasuredColumns;
  readonly isSuspended?: boolean;
  /** When it began to be measured, and the last change of the table before. */
  readonly since: string;
  readonly position: number;
}

/** What SET DATA_METRIC_SCHEDULE said; empty text rests. */
export interface MetricSchedule {
  readonly text: string;
  readonly since: string;
  readonly position: number;
}

/** What tables, views and dynamic tables hold of data quality. */
export interface Measured {
  readonly metrics?: readonly MetricAttachment[];
  readonly metricSchedule?: MetricSchedule;
}

/** A type in the signature of a function: its kind alone. */
export function plainType(type: DataType): string {
  return formatType(type).replace(/\(.*$/, '');
}

/** `(TABLE(NUMBER, VARCHAR), TABLE(NUMBER))`. */
export function metricSignature(tables: readonly (readonly DataType[])[]): string {
  const list = tables.map((types) => `TABLE(${types.map(plainType).join(', ')})`);
  return `(${list.join(', ')})`;
}

/** `(ARG_T TABLE(ARG_C NUMBER, …))`, as DESCRIBE writes it. */
export function metricArguments(tables: readonly MetricTable[]): string {
  const list = tables.map(({ name, columns }) => {
    const inside = columns.map((column) => `${column.name} ${plainType(column.type)}`);
    return `${name} TABLE(${inside.join(', ')})`;
  });
  return `(${list.join(', ')})`;
}
