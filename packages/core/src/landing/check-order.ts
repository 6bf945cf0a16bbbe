import type { SourceBatch } from '../collector/source.js';
import { CoreError } from '../errors/core-error.js';

/**
 * Refuses records that were given before, or out of their order: they would land twice or never.
 *
 * @param expected - the offset at which the partition was to go on; `undefined` if it is not assigned
 * @throws {@link CoreError} `DAS_COLLECT_FENCED`
 */
export function checkOrder(
  source: string,
  { records, nextOffset }: SourceBatch,
  expected: number | undefined,
): void {
  let next = expected ?? 0;
  const isInOrder = records.every(({ offset }) => {
    const isNext = offset >= next;
    next = offset + 1;
    return isNext;
  });
  if (expected !== undefined && isInOrder && nextOffset >= next) return;
  throw new CoreError(
    'DAS_COLLECT_FENCED',
    expected === undefined
      ? 'a partition was delivered without being assigned'
      : 'a partition was not delivered from where it was to go on, or not in the order of its offsets',
    { place: `source ${source}`, next: 'report this: the source is at fault' },
  );
}
