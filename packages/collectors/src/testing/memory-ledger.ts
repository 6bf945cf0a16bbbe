import type { ResumePoint, SourceRecord } from '@das/core';

/** A record that landed, and where it came from. */
export interface LandedRecord {
  readonly partition: string;
  readonly record: SourceRecord;
}

/** A partition as the warehouse knows it. */
export interface LedgerEntry {
  nextOffset: number;
  position: string | undefined;
  identity: string | undefined;
  epoch: number;
}

/** A lease as the warehouse knows it. */
export interface LedgerLease {
  owner: number;
  expires: number;
}

/** What a warehouse would know of a source, in memory: shared by the consumers that read it. */
export class MemoryLedger {
  readonly landed: LandedRecord[] = [];
  readonly entries: Map<string, LedgerEntry> = new Map();
  readonly leases: Map<string, LedgerLease> = new Map();
  /** When each consumer was last seen renewing, in milliseconds. */
  readonly readers: Map<number, number> = new Map();

  /** The events that landed, in the order in which they did. */
  get events(): readonly unknown[] {
    return this.landed.map(({ record }) => record.event);
  }

  /** Raises the epoch of a partition and says where to go on. */
  claim(partition: string, identity: string | undefined): ResumePoint & { readonly epoch: number } {
    const entry = this.entries.get(partition) ?? {
      nextOffset: 0,
      position: undefined,
      identity,
      epoch: 0,
    };
    if (entry.identity !== undefined && identity !== undefined && entry.identity !== identity) {
      throw new Error(`the content of partition ${partition} is not the one that was read before`);
    }
    entry.identity ??= identity;
    entry.epoch += 1;
    this.entries.set(partition, entry);
    return { offset: entry.nextOffset, position: entry.position, epoch: entry.epoch };
  }
}
