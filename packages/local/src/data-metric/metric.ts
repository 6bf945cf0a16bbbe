import type {
  DataMetricFunctionObject,
  MetricTable,
} from '../catalogue/data-metric-function-object.js';
import { plainType } from '../catalogue/data-metric-function-object.js';
import type { DataType } from '../datatype/data-type.js';

/** A data metric function, of a user or of `SNOWFLAKE.CORE`, for arguments of certain types. */
export interface Metric {
  readonly path: readonly [string, string, string];
  readonly tables: readonly MetricTable[];
  readonly body: string;
  /** Absent for one of `SNOWFLAKE.CORE`. */
  readonly object?: DataMetricFunctionObject;
}

/** Whether arguments of these types are what a function takes. NULL is of any type. */
export function takesTypes(
  tables: readonly MetricTable[],
  types: readonly (readonly DataType[])[],
): boolean {
  return (
    tables.length === types.length &&
    tables.every(({ columns }, at) => {
      const given = types[at] ?? [];
      return (
        columns.length === given.length &&
        columns.every(
          ({ type }, index) =>
            given[index]?.kind === 'NULL' || plainType(type) === plainType(given[index] ?? type),
        )
      );
    })
  );
}
