import { CollectorsError } from '../errors/collectors-error.js';
import type { PartitionPosition, PartitionRange } from './kafka-client.js';

/**
 * Refuses to read on where a partition does not hold what comes next. Going to its start or its end
 * instead, as Kafka's clients do by themselves, would lose records or land them twice, and nobody
 * would know.
 *
 * @throws {@link CollectorsError} `DAS_SOURCE_RECORDS_LOST` below the start, `DAS_SOURCE_TRUNCATED`
 *   beyond the end
 */
export function checkPosition(
  { topic, partition, offset }: PartitionPosition,
  { start, highWatermark }: PartitionRange,
): void {
  const place = `partition ${topic}/${partition}`;
  if (offset < start) {
    throw new CollectorsError(
      'DAS_SOURCE_RECORDS_LOST',
      `records ${offset} to ${start - 1} were removed before they were read`,
      {
        place,
        next: "lengthen the topic's retention; to go on without these records, and have the gap in quarantine, set lostRecords to 'quarantine'",
      },
    );
  }
  if (offset > highWatermark) {
    throw new CollectorsError(
      'DAS_SOURCE_TRUNCATED',
      `the partition ends at offset ${highWatermark}, before offset ${offset} that comes next`,
      {
        place,
        next: 'find out whether the topic was made anew or the cluster has lost records, and mend OPS.COLLECTOR_OFFSETS',
      },
    );
  }
}
