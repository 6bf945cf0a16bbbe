import type { ByteSize } from './byte-size.js';

/** How fast a collector may take records in, at the most, over all its partitions in one process. */
export interface CollectorRate {
  readonly recordsPerSecond?: number;
  /** Bytes of records as they were read, before they were decoded: `'10 MB'`. */
  readonly bytesPerSecond?: ByteSize;
}
