import type { Collector } from '../collector/collector.js';
import type { DeadLetter } from '../collector/dead-letter.js';
import type { Leases, Source } from '../collector/source.js';
import type { DomainNames } from '../domain/domain-names.js';
import type { JsonValue } from '../evidence/evidence-recorder.js';
import type { Session } from '../warehouse/warehouse.js';
import type { EvolvingTable } from './evolving-table.js';
import type { FlushBuffer } from './flush-buffer.js';
import type { AlsoInTransaction } from './land-flush.js';
import type { LandingObserver } from './landing-observer.js';
import type { LandingProgress } from './landing-progress.js';

/** What a landing works with. */
export interface LandingOptions {
  readonly session: Session;
  readonly names: DomainNames;
  readonly collector: Collector;
  readonly source: Source;
  /** Who holds the claims: an id of this process. */
  readonly owner: string;
  /** A replay lands nothing that is in BRONZE already, and nothing is late in it. Default: collect. */
  readonly mode?: 'collect' | 'replay' | undefined;
  /** Where rejected records are sent besides quarantine, if anywhere. */
  readonly deadLetter?: DeadLetter | undefined;
  /** The table's columns for drift, where the collector lets it evolve. */
  readonly driftColumns?: EvolvingTable | undefined;
  /** Ends a flush that is given up. */
  readonly abandoned?: AbortSignal | undefined;
  readonly onProgress: ((progress: LandingProgress) => void) | undefined;
  /** Called when a flush has failed: the source may be waiting for records, and has to hear of it. */
  readonly onFailure?: (() => void) | undefined;
  readonly also: AlsoForFlush | undefined;
  readonly observer?: LandingObserver | undefined;
  /** Who reads which partition, where the source itself has no say in that. */
  readonly leases: Leases;
}

/** What has landed since the last report. */
export interface LandingReport {
  readonly progress: LandingProgress;
  /** How many claims moved, by how many records, and a digest of them. */
  readonly partitions: JsonValue;
}

/** More work for each flush's transaction, given the flush. */
export type AlsoForFlush = (buffer: FlushBuffer) => AlsoInTransaction;
