import { DasError, type DasErrorOptions } from './das-error.js';

/** The codes of errors about a contract's definition. */
export type ContractErrorCode =
  | 'DAS_CONTRACT_INVALID_NAME'
  | 'DAS_CONTRACT_INVALID_VERSION'
  | 'DAS_CONTRACT_INVALID_DURATION'
  | 'DAS_CONTRACT_INVALID_SCHEMA'
  | 'DAS_CONTRACT_ASYNC_SCHEMA'
  | 'DAS_CONTRACT_UNCLASSIFIED_COLUMN'
  | 'DAS_CONTRACT_UNKNOWN_COLUMN'
  | 'DAS_CONTRACT_UNKNOWN_CLASSIFICATION'
  | 'DAS_CONTRACT_UNKNOWN_TYPE'
  | 'DAS_CONTRACT_TYPE_MISMATCH'
  | 'DAS_CONTRACT_PRECISION_LOSS'
  | 'DAS_CONTRACT_INVALID_KEY'
  | 'DAS_CONTRACT_UNKNOWN_MEMBER'
  | 'DAS_CONTRACT_INVALID_DEFINITION'
  | 'DAS_CONTRACT_INVALID_DOCUMENT'
  | 'DAS_CONTRACT_INVALID_PRODUCT'
  | 'DAS_CONTRACT_INVALID_RULE'
  | 'DAS_CONTRACT_NOT_COMPARABLE'
  | 'DAS_CONTRACT_INVALID_COLUMN'
  | 'DAS_CONTRACT_INVALID_DEPRECATION'
  | 'DAS_CONTRACT_INVALID_TERMS'
  | 'DAS_CONTRACT_UNKNOWN_REFERENCE';

/**
 * A contract that cannot be defined. Thrown by `defineContract`; while data is parsed only when the
 * schema turns out to be asynchronous, never because of the data.
 */
export class ContractError extends DasError<ContractErrorCode> {
  constructor(code: ContractErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'ContractError';
  }
}
