import { DasError, type DasErrorOptions } from '../errors/das-error.js';

/** The codes of errors about a lockfile. */
export type LockErrorCode =
  | 'DAS_LOCK_MERGE_CONFLICT'
  | 'DAS_LOCK_NOT_JSON'
  | 'DAS_LOCK_UNKNOWN_VERSION'
  | 'DAS_LOCK_INVALID'
  | 'DAS_LOCK_DUPLICATE_CONTRACT';

/** One thing that is wrong with a lockfile. */
export interface LockFault {
  /** Where, as a JSON pointer. */
  readonly path: string;
  readonly message: string;
}

/** A lockfile that cannot be read or made. */
export class LockError extends DasError<LockErrorCode> {
  /** All that is wrong, in the order of the file; the message names the first. */
  readonly faults: readonly LockFault[];

  constructor(
    code: LockErrorCode,
    message: string,
    options: DasErrorOptions = {},
    faults: readonly LockFault[] = [],
  ) {
    super(code, message, options);
    this.name = 'LockError';
    this.faults = faults;
  }
}
