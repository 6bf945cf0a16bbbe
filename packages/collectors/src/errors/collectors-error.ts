import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors about sources. */
export type CollectorsErrorCode =
  | 'DAS_SOURCE_NOT_FOUND'
  | 'DAS_SOURCE_PEER_MISSING'
  | 'DAS_SOURCE_UNREADABLE'
  | 'DAS_SOURCE_BROKEN_GZIP'
  | 'DAS_SOURCE_MISSING_COLUMN'
  | 'DAS_SOURCE_DUPLICATE_COLUMN'
  | 'DAS_SOURCE_OPTIONS_INVALID'
  | 'DAS_SOURCE_UNREACHABLE'
  | 'DAS_SOURCE_REFUSED'
  | 'DAS_SOURCE_UNSUPPORTED'
  | 'DAS_SOURCE_CORRUPT'
  | 'DAS_SOURCE_RECORDS_LOST'
  | 'DAS_SOURCE_TRUNCATED'
  | 'DAS_REGISTRY_UNREACHABLE'
  | 'DAS_REGISTRY_REFUSED'
  | 'DAS_SOURCE_SHRUNK'
  | 'DAS_SOURCE_LINE_GREW'
  | 'DAS_SOURCE_BROKEN_ZSTD'
  | 'DAS_SOURCE_DECOMPRESSION_BOMB'
  | 'DAS_SOURCE_WRONG_FORMAT';

/** A source that cannot be read. Bad records are not errors: they go to quarantine. */
export class CollectorsError extends DasError<CollectorsErrorCode> {
  constructor(code: CollectorsErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'CollectorsError';
  }
}
