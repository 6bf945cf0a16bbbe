import { DasError, type DasErrorOptions } from '../errors/das-error.js';

/** The codes of errors about an export to dbt. */
export type DbtErrorCode = 'DAS_DBT_DUPLICATE_NAME' | 'DAS_DBT_INVALID_VERSION';

/** Contracts that cannot stand in one dbt project together. */
export class DbtError extends DasError<DbtErrorCode> {
  constructor(code: DbtErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'DbtError';
  }
}
