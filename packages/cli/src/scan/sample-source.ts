import type {
  Collector,
  Leases,
  PartitionAssignment,
  ResumePoint,
  Source,
  SourceBatch,
  SourceConsumer,
} from '@das/core';

/** Where a record came from, as a collector's transform is told. */
export type RecordContext = Parameters<Collector['transform']>[1];

/**
 * Takes part in a source's conversation and keeps nothing of it: no claim, no offset, no lease is
 * stored anywhere, so a collector that runs meanwhile is not disturbed and reads all of it itself.
 */
class SamplingConsumer implements SourceConsumer {
  readonly leases: Leases = {
    interval: 1000,
    renew: async (partitions) => new Set(partitions),
    release: async () => {},
  };
  /** What the source has named so far. */
  readonly partitions: Set<string> = new Set();
  readonly #take: (batch: SourceBatch) => void;

  constructor(take: (batch: SourceBatch) => void) {
    this.#take = take;
  }

  async assign(
    partitions: readonly PartitionAssignment[],
  ): Promise<ReadonlyMap<string, ResumePoint>> {
    for (const { partition } of partitions) this.partitions.add(partition);
    return new Map(
      partitions.map(({ partition }) => [partition, { offset: 0, position: undefined }]),
    );
  }

  async standing(): Promise<ReadonlyMap<string, ResumePoint>> {
    return new Map();
  }

  async revoke(): Promise<void> {}

  async deliver(batch: SourceBatch): Promise<void> {
    this.#take(batch);
  }
}

/** How much of a source is read. */
export interface SampleOptions {
  /** The most records to take. */
  readonly records: number;
  readonly signal: AbortSignal;
  /** Called with each record that could be decoded. */
  readonly onRecord: (event: unknown, record: RecordContext) => void;
}

/** What was met on the way. */
export interface Sampled {
  /** How many records could not be decoded, and were left out. */
  readonly undecoded: number;
  readonly partitions: number;
}

/** Reads the first records of any source, from its start, and stops. */
export async function sampleSource(source: Source, options: SampleOptions): Promise<Sampled> {
  const enough = new AbortController();
  let taken = 0;
  let undecoded = 0;
  const consumer = new SamplingConsumer(({ partition, records }) => {
    for (const { event, fault, offset, key, headers = {}, timestamp } of records) {
      if (taken >= options.records) break;
      taken += 1;
      if (fault === undefined)
        options.onRecord(event, { partition, offset, key, headers, timestamp });
      else undecoded += 1;
    }
    if (taken >= options.records) enough.abort();
  });
  await source.consume(consumer, AbortSignal.any([options.signal, enough.signal]));
  return { undecoded, partitions: consumer.partitions.size };
}
