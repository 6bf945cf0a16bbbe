import type { QuarantineReason } from '../landing/landing-columns.js';

/** A rejected record, as it came, with where from and why in headers whose names start with `das.`. */
export interface DeadLetterRecord {
  readonly source: string;
  readonly partition: string;
  readonly offset: number;
  readonly reason: QuarantineReason;
  readonly raw: string | Uint8Array;
  readonly key: string | Uint8Array | undefined;
  /**
   * The record's own headers, and `das.source`, `das.partition`, `das.offset`, `das.contract`,
   * `das.reason` and `das.codes`: columns and codes such as `id:invalid_type`, never a value.
   */
  readonly headers: Readonly<Record<string, string | Uint8Array>>;
}

/**
 * Where rejected records are sent besides quarantine, such as a topic.
 *
 * They are sent before the transaction that puts them in quarantine. If sending fails, the flush
 * fails; if the flush fails after it, they are sent again: at least once. Quarantine has them once.
 */
export interface DeadLetter extends AsyncDisposable {
  /** Resolves when the records are safe. */
  send(records: readonly DeadLetterRecord[], signal: AbortSignal): Promise<void>;
}
