import { WarehouseError } from '../../warehouse/warehouse-error.js';
import type { DriverConnection, DriverRequest, DriverResult } from '../driver/snowflake-driver.js';
import { type Attempt, fromDriverError } from '../errors/from-driver-error.js';
import { SnowflakeError } from '../errors/snowflake-error.js';

/** How long Snowflake has to confirm that a statement was cancelled, in milliseconds. */
const defaultGrace = 10_000;

export function cancelledError(place: string): WarehouseError {
  return new WarehouseError(
    'DAS_WAREHOUSE_CANCELLED',
    'the statement was cancelled by its signal',
    { place, number: 604, sqlState: '57014', next: 'run it again if the result is still wanted' },
  );
}

/** What happened to a statement, and whether its connection can still be used. */
export interface StatementOutcome {
  readonly result?: DriverResult;
  readonly error?: Error;
  /** The connection broke, or a cancelled statement did not end: nothing more may run on it. */
  readonly isBroken: boolean;
}

/**
 * Runs one statement until it ends. When the signal is aborted, Snowflake is asked to stop it: if it
 * confirms in time, the session goes on; if not, the connection is broken.
 */
export async function runStatement(
  connection: DriverConnection,
  request: DriverRequest,
  attempt: Attempt,
  signal: AbortSignal | undefined,
  grace: number = defaultGrace,
): Promise<StatementOutcome> {
  if (signal?.aborted === true) return { error: cancelledError(attempt.place), isBroken: false };
  const statement = connection.run(request);
  const settled = statement.done.then(
    (result): StatementOutcome => ({ result, isBroken: false }),
    (thrown: unknown): StatementOutcome => {
      const error = fromDriverError(thrown, attempt);
      return { error, isBroken: isConnectionError(error) };
    },
  );
  if (signal === undefined) return await settled;
  let onAbort: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const abandoned = new Promise<StatementOutcome>((resolve) => {
    onAbort = () => {
      // A cancellation that fails leaves the statement running: the grace period decides.
      statement.cancel().catch(() => undefined);
      timer = setTimeout(() => resolve(unconfirmed(attempt)), grace);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    const outcome = await Promise.race([settled, abandoned]);
    const wasCancelled = signal.aborted && outcome.error !== undefined && !outcome.isBroken;
    return wasCancelled ? { error: cancelledError(attempt.place), isBroken: false } : outcome;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function unconfirmed(attempt: Attempt): StatementOutcome {
  if (attempt.kind !== 'write') return { error: cancelledError(attempt.place), isBroken: true };
  return {
    error: new SnowflakeError(
      'DAS_SNOWFLAKE_OUTCOME_UNKNOWN',
      'the statement was cancelled, but Snowflake did not confirm it',
      { place: attempt.place, next: 'look what is there before you run it again' },
    ),
    isBroken: true,
  };
}

/** Whether an error says that the connection, not the statement, failed. */
export function isConnectionError(error: Error): boolean {
  if (error instanceof SnowflakeError) return error.code === 'DAS_SNOWFLAKE_OUTCOME_UNKNOWN';
  return error instanceof WarehouseError && error.code === 'DAS_WAREHOUSE_UNAVAILABLE';
}
