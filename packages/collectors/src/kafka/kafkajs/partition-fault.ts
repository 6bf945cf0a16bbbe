import { CollectorsError, type CollectorsErrorCode } from '../../errors/collectors-error.js';
import type { FetchedPartition } from '../protocol/fetch-response.js';
import type { LogEnd } from '../protocol/record-batch.js';

/** Why a partition gave nothing: it may with another try, its offset is refused, or it never will. */
export interface PartitionFault {
  readonly kind: 'again' | 'out-of-range' | 'final';
  readonly error: CollectorsError;
}

/** The errors that the protocol gives a partition, as far as they mean something to a reader. */
const codes = { offsetOutOfRange: 1, unknownTopic: 3, authorization: 29 } as const;

/** @see https://kafka.apache.org/protocol#protocol_error_codes */
const passing: ReadonlySet<number> = new Set([
  2, 3, 5, 6, 7, 8, 9, 13, 56, 70, 71, 74, 75, 76, 78, 89, 100, 103, 106,
]);

/** What is wrong with what a broker gave of a partition, if anything is. */
export function faultOf(fetched: FetchedPartition, place: string): PartitionFault | undefined {
  const { errorCode, divergedAt } = fetched;
  if (divergedAt !== undefined) {
    return fault('final', place, 'DAS_SOURCE_TRUNCATED', {
      message: `the partition was cut at offset ${divergedAt} by another leader, after what lies beyond was read`,
      next: 'find out which records the cluster has lost, mend OPS.COLLECTOR_OFFSETS, and run the collector again',
    });
  }
  switch (errorCode) {
    case 0:
      return undefined;
    case codes.offsetOutOfRange:
      return fault('out-of-range', place, 'DAS_SOURCE_TRUNCATED', {
        message: 'a broker refuses an offset that is in the range of the partition',
        next: 'check that all replicas of the partition are in sync',
      });
    case codes.unknownTopic:
      return fault('again', place, 'DAS_SOURCE_NOT_FOUND', {
        message: 'the topic does not exist any more',
        next: 'make the topic, or take the collector out of the domain',
      });
    case codes.authorization:
      return fault('final', place, 'DAS_SOURCE_REFUSED', {
        message: 'this user may not read the topic',
        next: 'grant READ and DESCRIBE on the topic',
      });
    default:
      return fault(passing.has(errorCode) ? 'again' : 'final', place, 'DAS_SOURCE_UNREACHABLE', {
        message: `a broker cannot give the partition (error ${errorCode} of the protocol)`,
        next: 'look the error up, and check the brokers',
        isRetryable: true,
      });
  }
}

/** What is wrong with the next batch of a partition, when it is the first one that was asked for. */
export function logFaultOf(end: LogEnd, place: string): PartitionFault | undefined {
  switch (end.kind) {
    case 'complete':
      return undefined;
    case 'corrupt':
      return fault('again', place, 'DAS_SOURCE_CORRUPT', {
        message: `the batch at offset ${end.offset} has another checksum than what its producer sent`,
        next: 'check the disks of the brokers: another replica may have the batch in whole',
      });
    case 'unsupported':
      return fault('final', place, 'DAS_SOURCE_UNSUPPORTED', {
        message: `the batch at offset ${end.offset} has a format from before Kafka 0.11`,
        next: 'let the topic be written by a newer producer, into a topic of its own',
      });
  }
}

function fault(
  kind: PartitionFault['kind'],
  place: string,
  code: CollectorsErrorCode,
  {
    message,
    ...options
  }: { readonly message: string; readonly next: string; readonly isRetryable?: boolean },
): PartitionFault {
  return {
    kind,
    error: new CollectorsError(code, message, { ...options, place: `partition ${place}` }),
  };
}
