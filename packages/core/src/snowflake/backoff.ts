import { setTimeout as sleep } from 'node:timers/promises';
import { DasError } from '@das/contracts';

/** How often, and after how long, something is tried again. */
export interface RetryOptions {
  /** Tries in all, the first one included. Default 4. */
  readonly attempts?: number;
  /** Milliseconds before the second try; doubled for each further one. Default 250. */
  readonly baseDelay?: number;
  /** The longest wait, in milliseconds. Default 8000. */
  readonly maximumDelay?: number;
}

/** The wait before try `attempt + 1`: exponential with full jitter, between 0 and the bound. */
export function backoffDelay(
  attempt: number,
  { baseDelay = 250, maximumDelay = 8000 }: RetryOptions,
  random: () => number = Math.random,
): number {
  return random() * Math.min(maximumDelay, baseDelay * 2 ** (attempt - 1));
}

/** Runs work again while it fails with an error that says it may be, at most `attempts` times. */
export async function withRetry<T>(
  work: () => Promise<T>,
  options: RetryOptions,
  signal?: AbortSignal,
): Promise<T> {
  const { attempts = 4 } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const mayTry = DasError.isInstance(error) && error.isRetryable && attempt < attempts;
      if (!mayTry || signal?.aborted === true) throw error;
    }
    await sleep(backoffDelay(attempt, options), undefined, signal === undefined ? {} : { signal });
  }
}
