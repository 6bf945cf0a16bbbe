import { durationInSeconds } from '@das/contracts';
import type { Collector } from '../collector/collector.js';
import type { LatenessPolicy } from '../collector/lateness-policy.js';
import { CoreError } from '../errors/core-error.js';
import { checkKnown } from './known-option.js';

/** What a record's event time says of it. */
export type Timeliness = 'in time' | 'late' | 'future';

/**
 * The watermarks of a collector's partitions: the latest event time that was seen in each, less what
 * is allowed. Moved by what is accepted alone, and never backwards.
 */
export class Watermarks {
  readonly column: string;
  readonly isLateRejected: boolean;
  readonly #allowed: number;
  readonly #ahead: number;
  /** The latest event time of each partition, in milliseconds since 1970. */
  readonly #latest: Map<string, number> = new Map();

  constructor(policy: LatenessPolicy, column: string, mode: 'collect' | 'replay') {
    this.column = column;
    // Who replays what was late wants it to land.
    this.isLateRejected = policy.policy === 'quarantine' && mode === 'collect';
    this.#allowed = durationInSeconds(policy.allowed, 'lateness.allowed') * 1000;
    this.#ahead = durationInSeconds(policy.ahead ?? '10m', 'lateness.ahead') * 1000;
  }

  /** The latest event time of a partition, as far as one was seen. */
  latest(partition: string): Date | undefined {
    const time = this.#latest.get(partition);
    return time === undefined ? undefined : new Date(time);
  }

  /** Takes up a partition where the warehouse says that it stands. */
  resume(partition: string, latest: Date | undefined): void {
    if (latest === undefined) this.#latest.delete(partition);
    else this.#latest.set(partition, latest.getTime());
  }

  /** Forgets a partition that was given back: the warehouse knows where it stands. */
  forget(partition: string): void {
    this.#latest.delete(partition);
  }

  /** Judges an event time. A row without one is in time. */
  judge(partition: string, value: unknown): Timeliness {
    const time = timeOf(value);
    if (time === undefined) return 'in time';
    if (time > Date.now() + this.#ahead) return 'future';
    const latest = this.#latest.get(partition);
    return latest !== undefined && time < latest - this.#allowed ? 'late' : 'in time';
  }

  /** Moves the watermark for a row that was accepted. */
  advance(partition: string, value: unknown): void {
    const time = timeOf(value);
    const latest = this.#latest.get(partition);
    if (time !== undefined && (latest === undefined || time > latest)) {
      this.#latest.set(partition, time);
    }
  }
}

/**
 * The watermarks of a collector, or `undefined` if nothing is ever late.
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION` when no column holds the event's time
 */
export function watermarksOf(
  collector: Collector,
  mode: 'collect' | 'replay',
): Watermarks | undefined {
  const { contract, lateness } = collector;
  if (lateness === undefined) return undefined;
  // Left out, it would land what is late.
  const policy: unknown = lateness.policy ?? null;
  checkKnown({ collector, option: 'lateness.policy' }, policy, ['land', 'quarantine']);
  const name = lateness.column ?? contract.slo.freshness?.column;
  const column = contract.columns.find((each) => each.name === name);
  if (column !== undefined && /^(?:DATE|TIMESTAMP)/.test(column.type)) {
    return new Watermarks(lateness, column.name, mode);
  }
  throw new CoreError(
    'DAS_COLLECT_INVALID_OPTION',
    'nothing can be late: no column is named that holds the time of the event',
    {
      place: `collector ${collector.name}`,
      next: 'give lateness a column with a date or a timestamp, or the contract a freshness objective',
    },
  );
}

/** Stored moments without a zone are in UTC. */
function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value !== 'string') return undefined;
  const isZoned = value.length === 10 || /(?:Z|[+-]\d\d:?\d\d)$/.test(value);
  const time = Date.parse(isZoned ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : time;
}
