export { DbtError, type DbtErrorCode } from './dbt/dbt-error.js';
export type {
  DbtConstraintType,
  DbtConsumer,
  DbtExport,
  DbtExposureType,
  DbtOptions,
  UnexportedClause,
} from './dbt/dbt-options.js';
export { toDbt } from './dbt/to-dbt.js';
