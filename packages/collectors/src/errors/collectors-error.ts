import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors about sources. */
export type CollectorsErrorCode =
  | 'DAS_SOURCE_NOT_FOUND'
  | 'DAS_SOURCE_UNREADABLE'
  | 'DAS_SOURCE_BROKEN_GZIP'
  | 'DAS_SOURCE_MISSING_COLUMN'
  | 'DAS_SOURCE_DUPLICATE_COLUMN'
  | 'DAS_SOURCE_SHRUNK';

/** A source that cannot be read. Bad records are not errors: they go to quarantine. */
export class CollectorsError extends DasError<CollectorsErrorCode> {
  constructor(code: CollectorsErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'CollectorsError';
  }
}
