import type { Source } from '@das/core';

/** What a source reads from, under the suite's control: a topic, a bucket's prefix, a folder. */
export interface SourceOrigin extends AsyncDisposable {
  /**
   * Appends records to a partition, in their order, each one JSON document or what should be one.
   * Resolves when a source that is opened from now on can read them.
   */
  append(partition: number, records: readonly string[]): Promise<void>;
  /** Opens a source over it. All sources of one origin have the same name. */
  open(options: { readonly follow: boolean }): Promise<Source>;
}

/** What a kind of source promises beyond the plain things. */
export interface SourceTraits {
  /** How many partitions each origin has, at least 2 where readers share them. */
  readonly partitions: number;
  /** No batch is larger than that. */
  readonly largestBatch: { readonly records: number };
  /** Whether several readers of one origin divide its partitions among themselves. */
  readonly isShared: boolean;
  /** Milliseconds without a sign of life after which a reader loses its partitions, where it does. */
  readonly session?: number;
  /** Milliseconds within which a reader notices new records or a new division. Default 10,000. */
  readonly patience?: number;
}
