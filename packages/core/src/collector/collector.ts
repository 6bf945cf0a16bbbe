import type { AnyContract, Contract } from '@das/contracts';
import type { $ZodObject, input } from 'zod/v4/core';
import type { CollectorRate } from './collector-rate.js';
import type { DeadLetter } from './dead-letter.js';
import { type DecodedRecord, decodeJson } from './decode-json.js';
import type { Deduplication } from './deduplication.js';
import type { DriftPolicy } from './drift-policy.js';
import type { FieldPolicies } from './field-policies.js';
import type { LatenessPolicy } from './lateness-policy.js';
import type { RecordContext } from './record-context.js';
import type { SensitivePolicy } from './sensitive-policy.js';
import type { Source } from './source.js';

/** What a collector knows of its surroundings when it opens its source. */
export interface CollectorContext {
  /** The folder that relative paths start from: that of the configuration file. */
  readonly baseDirectory: string;
  /**
   * Whether to wait for more at the end of what there is. Otherwise a source ends at what was
   * there when it was opened: a topic's high watermark, a stream's tip, the files of a folder.
   */
  readonly follow: boolean;
  /** Whether nothing may be written anywhere: a source must not take partitions from a live run. */
  readonly dryRun?: boolean;
}

/** When a flush is due: whichever limit is reached first. */
export interface FlushLimits {
  readonly rows: number;
  readonly bytes: number;
  /** Seconds since the first buffered record. */
  readonly seconds: number;
}

/** What a flush put where, for {@link Collector.onStaged} and {@link Collector.onCommitted}. */
export interface FlushSummary {
  readonly batchId: string;
  readonly landed: number;
  readonly duplicates: number;
  readonly quarantined: number;
}

/** What a writer hands in for a contract. */
export type ContractInput<C extends AnyContract> =
  C extends Contract<infer S extends $ZodObject> ? input<S> : never;

/** The names of a contract's columns. */
export type ContractColumnName<C extends AnyContract> = keyof C['$row'] & string;

/** What {@link Collector.transform} gives: one row, several, or none for a record that is not wanted. */
export type Transformed<C extends AnyContract> =
  | ContractInput<C>
  | readonly ContractInput<C>[]
  | undefined;

/**
 * The base of every collector: a subclass names its contract and opens a source.
 *
 * Records are decoded by the source, transformed here, checked against the contract, scanned for
 * undeclared personal data, and landed in BRONZE exactly once. What cannot be accepted goes to
 * quarantine with its position and reason.
 *
 * Domain code subclasses `FileCollector` and its siblings of `@das/collectors` rather than this.
 */
export abstract class Collector<C extends AnyContract = AnyContract> {
  /** The contract that records must keep. Its BRONZE table is where they land. */
  abstract readonly contract: C;

  /** Opens the source. Called once a run. */
  abstract openSource(context: CollectorContext): Promise<Source>;

  /** The collector's name on the command line. Default: the contract's name. */
  get name(): string {
    return this.contract.name;
  }

  /** Drop what landed before within a window. Default: no deduplication. */
  readonly deduplicate: Deduplication<ContractColumnName<C>> | undefined = undefined;

  /** How fields are brought into shape before the contract's schema sees them. Default: as they are. */
  readonly fields: FieldPolicies<ContractInput<C>> = {};

  /** What happens to fields that the contract does not have. Default: dropped, counted and shown. */
  readonly drift: DriftPolicy = 'ignore';

  /** What happens to records that come late. Default: nothing is late, and no watermark is kept. */
  readonly lateness: LatenessPolicy<ContractColumnName<C>> | undefined = undefined;

  /**
   * What happens to sensitive values in columns that do not declare them. Default: quarantine; what
   * identifies only together with other things lands and is counted, unless the contract holds `phi`.
   */
  readonly sensitive: SensitivePolicy<ContractColumnName<C>> = {};

  /**
   * Default: 125,000 rows, 96 MB or 5 seconds. That is what a warehouse takes in well: a file of some ten
   * MB, and a little more than a row group of the embedded engine (122,880 rows), which it writes once
   * rather than twice. A process holds two flushes in memory: one lands while the next one fills.
   */
  readonly flush: FlushLimits = { rows: 125_000, bytes: 96 * 1024 * 1024, seconds: 5 };

  /** How fast records may be taken in, per process. Default: as fast as the warehouse allows. */
  readonly rate: CollectorRate | undefined = undefined;

  /**
   * Turns a decoded event into what the contract's schema takes. Default: the event as it is.
   *
   * A list gives several rows, which land together or not at all: one bad row puts the whole record
   * in quarantine. `undefined` or an empty list drops the record on purpose, which is counted.
   */
  transform(event: unknown, _record: RecordContext): Transformed<C> {
    return event as ContractInput<C>;
  }

  /**
   * Decodes what was read. Default: JSON. Sources use it, and a replay from quarantine does.
   * A record that cannot be decoded gives a fault code, never an exception.
   */
  decode(raw: string | Uint8Array): DecodedRecord {
    return decodeJson(raw);
  }

  /**
   * Fetches what {@link Collector.decode} needs for these records, such as schemas of a registry.
   * Sources call it for each batch before they decode it. Default: nothing.
   */
  async prepareToDecode(_raw: readonly (string | Uint8Array)[]): Promise<void> {}

  /**
   * Opens where rejected records are sent besides quarantine, such as a topic. Called once a run,
   * and disposed of when it ends. Default: nowhere.
   */
  async openDeadLetter(): Promise<DeadLetter | undefined> {
    return undefined;
  }

  /** Called after rows were staged, before the transaction that lands them. */
  protected async onStaged(_flush: FlushSummary): Promise<void> {}

  /** Called after the transaction committed, before the source is told. */
  protected async onCommitted(_flush: FlushSummary): Promise<void> {}

  /** @internal */
  notify(stage: 'staged' | 'committed', flush: FlushSummary): Promise<void> {
    return stage === 'staged' ? this.onStaged(flush) : this.onCommitted(flush);
  }
}

/** A collector's class, as a domain lists it. */
export type CollectorClass = new () => Collector<AnyContract>;
