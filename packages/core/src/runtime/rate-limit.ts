import { bytesIn } from '../collector/byte-size.js';
import type { CollectorRate } from '../collector/collector-rate.js';
import type { SourceBatch } from '../collector/source.js';
import { CoreError } from '../errors/core-error.js';
import { TokenBucket } from './token-bucket.js';

/** Says, for each batch, how many milliseconds to wait after it. */
export type RateLimit = (batch: SourceBatch) => number;

/**
 * Compiles a rate.
 *
 * @param now - milliseconds on a clock that never goes back
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION`
 */
export function rateLimitOf(
  rate: CollectorRate | undefined,
  place: string,
  now: () => number = () => performance.now(),
): RateLimit {
  const { recordsPerSecond, bytesPerSecond } = rate ?? {};
  if (recordsPerSecond !== undefined && !(recordsPerSecond > 0)) {
    throw new CoreError('DAS_COLLECT_INVALID_OPTION', 'a rate has to be greater than 0', {
      place: `${place}, rate.recordsPerSecond`,
      next: 'pass a positive number, or leave it out for no limit',
    });
  }
  const records =
    recordsPerSecond === undefined ? undefined : new TokenBucket(recordsPerSecond, now());
  const bytes =
    bytesPerSecond === undefined
      ? undefined
      : new TokenBucket(bytesIn(bytesPerSecond, `${place}, rate.bytesPerSecond`), now());
  return (batch) => {
    const at = now();
    return Math.max(
      records?.take(batch.records.length, at) ?? 0,
      bytes?.take(bytesOf(batch), at) ?? 0,
    );
  };
}

/** The size of what was read. A text counts its UTF-16 length, which is its bytes where it is ASCII. */
function bytesOf({ records }: SourceBatch): number {
  return records.reduce((sum, { raw }) => sum + raw.length, 0);
}
