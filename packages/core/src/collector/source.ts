/** One record as a source delivers it. */
export interface SourceRecord {
  /** Its place in the partition: a whole number that only grows. */
  readonly offset: number;
  /** What was read, before it was decoded. It is hashed, and kept in quarantine if need be. */
  readonly raw: string | Uint8Array;
  /** The decoded record, unless `fault` says why there is none. */
  readonly event?: unknown;
  /** Why the record could not be decoded: a code such as `invalid_json`, never a part of the record. */
  readonly fault?: string | undefined;
  /** The message's key, where the source has keys. */
  readonly key?: string | Uint8Array | undefined;
  /** The message's headers, where the source has them. */
  readonly headers?: Readonly<Record<string, string | Uint8Array>> | undefined;
  /** When the source took the record in, in milliseconds since 1970, where it says so. */
  readonly timestamp?: number | undefined;
}

/** Consecutive records of one partition. */
export interface SourceBatch {
  readonly partition: string;
  readonly records: readonly SourceRecord[];
  /** The offset at which reading goes on after these records. */
  readonly nextOffset: number;
  /** A token of the source's own that speeds up resuming at `nextOffset`. */
  readonly position?: string | undefined;
}

/** A partition that a source is about to read. */
export interface PartitionAssignment {
  readonly partition: string;
  /**
   * What tells this partition's content from another under the same name, such as a digest of a
   * file's head. If it differs from the one seen before, the collector refuses to go on.
   */
  readonly identity?: string | undefined;
}

/** Where to go on reading a partition. */
export interface ResumePoint {
  readonly offset: number;
  readonly position: string | undefined;
}

/** How much of a partition the source has not delivered yet: whatever of this it knows. */
export interface PartitionLag {
  /** Records between what was delivered and the partition's end. */
  readonly records?: number | undefined;
  readonly bytes?: number | undefined;
  /** How long the oldest record that was not delivered has been waiting. */
  readonly milliseconds?: number | undefined;
}

/**
 * Shares the partitions of a source among its processes, through the warehouse: for sources without
 * a group protocol of their own. A lease says who should read; what fences a reader that lost its
 * lease without noticing is the epoch that the next one's claim raises.
 */
export interface Leases {
  /** Milliseconds between two renewals. A lease lasts several of them. */
  readonly interval: number;
  /**
   * Renews what this process holds, takes its fair share of what is free or has expired, and says
   * which of these partitions are its own to read. A partition that is held and not named is given up.
   */
  renew(partitions: readonly string[]): Promise<ReadonlySet<string>>;
  /** Gives leases up at once, so that nobody needs to wait until they expire. */
  release(partitions: readonly string[]): Promise<void>;
}

/** What a source calls while it runs: the collector's side of the conversation. */
export interface SourceConsumer {
  /** Who reads which partition, where the source itself has no say in that. */
  readonly leases: Leases;
  /**
   * Claims partitions and answers where to start each. A claim fences any earlier reader. A source
   * that has none for now claims none, which says that it is ready.
   */
  assign(partitions: readonly PartitionAssignment[]): Promise<ReadonlyMap<string, ResumePoint>>;
  /** Where partitions stand, without a claim to them: those that were never read are left out. */
  standing(partitions: readonly string[]): Promise<ReadonlyMap<string, ResumePoint>>;
  /** Gives partitions back: what was delivered of them lands before this resolves. */
  revoke(partitions: readonly string[]): Promise<void>;
  /**
   * Hands over records. Resolves when there is room for more, which is the back-pressure: that may
   * take as long as a pause or a slow warehouse does, and the source stays alive meanwhile.
   *
   * @param released - ends the wait for a pause or a rate, for a source that has to give the partition
   * back. The batch is taken either way, and the wait for room does not end.
   */
  deliver(batch: SourceBatch, released?: AbortSignal): Promise<void>;
}

/** A part of a source to read again: by offsets, or from a time on. */
export type SourceRange =
  /** From an offset, inclusive, to another, exclusive, for each partition that is named. */
  | {
      readonly kind: 'range';
      readonly partitions: Readonly<Record<string, readonly [from: number, to: number]>>;
    }
  /** What the source took in at this time or later, up to what is there now. */
  | { readonly kind: 'since'; readonly time: Date };

/**
 * Where records come from: a folder, a topic, a stream.
 *
 * A source reads partitions in order and knows nothing of the warehouse. What has landed is the
 * warehouse's to say; {@link Source.acknowledge} only tells the source, for its own dashboards.
 */
export interface Source {
  /** The name under which offsets are kept. Changing it means reading from the start. */
  readonly name: string;
  /** Reads until the source is exhausted or the signal aborts. */
  consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void>;
  /** Learns, after a commit, up to which offset each partition has landed. Advisory. */
  acknowledge(landed: ReadonlyMap<string, number>): Promise<void>;
  /** How far behind each assigned partition is, as far as is known without asking anyone. */
  lag?(): ReadonlyMap<string, PartitionLag>;
  /**
   * Opens a part of what the source holds, to read it once more and end. It starts where the range
   * says, whatever {@link SourceConsumer.assign} answers, and takes nothing from a run that is live.
   * A source that cannot seek has no such method.
   */
  openRange?(range: SourceRange): Source;
}
