const marker: unique symbol = Symbol.for('@das/error') as never;

/** What every DAS error carries: what failed is the message, the rest says where and what to do next. */
export interface DasErrorOptions {
  /** Where it failed: a file and line, a table, a column, a flag. Never a data value or a secret. */
  readonly place?: string | undefined;
  /** The next step for the person who reads the message, as an imperative sentence without a full stop. */
  readonly next?: string | undefined;
  /** Whether the same call may succeed later without a change. Default `false`. */
  readonly isRetryable?: boolean | undefined;
  /** The error that caused this one. Kept for debuggers, never printed by the command line. */
  readonly cause?: unknown;
}

/**
 * The base of every error that DAS throws.
 *
 * Each package family has one subclass with a closed union of codes. A message says what failed;
 * it never holds a data value, a bind or a secret, so it may be logged.
 *
 * Use {@link DasError.isInstance} instead of `instanceof`: it also holds when two copies of a
 * package are installed.
 *
 * @example
 * ```ts
 * import { DasError } from '@das/contracts';
 *
 * const error = new DasError('DAS_EXAMPLE', 'the thing failed', { place: 'orders.ndjson:7', next: 'repair line 7' });
 * console.log(error.toLine());
 * // => DAS_EXAMPLE: the thing failed (at orders.ndjson:7). Next: repair line 7.
 * ```
 */
export class DasError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly place: string | undefined;
  readonly next: string | undefined;
  readonly isRetryable: boolean;

  constructor(code: Code, message: string, options: DasErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DasError';
    this.code = code;
    this.place = options.place;
    this.next = options.next;
    this.isRetryable = options.isRetryable ?? false;
    Object.defineProperty(this, marker, { value: true });
  }

  /** The whole error as one line: code, message, place and next step. */
  toLine(): string {
    const place = this.place === undefined ? '' : ` (at ${this.place})`;
    const next = this.next === undefined ? '' : ` Next: ${this.next}.`;
    return `${this.code}: ${this.message}${place}.${next}`;
  }

  /** Whether a value is a DAS error, from this or another copy of the package. */
  static isInstance(value: unknown): value is DasError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
