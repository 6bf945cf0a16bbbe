import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Interrupts what a connection runs when a signal is aborted, until the returned function is called.
 * DuckDB forgets an interrupt that comes before the query has begun to run: it is repeated.
 */
export function interruptOnAbort(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): () => void {
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), 20);
  };
  if (signal?.aborted === true) interrupt();
  else signal?.addEventListener('abort', interrupt, { once: true });
  return () => {
    clearInterval(again);
    signal?.removeEventListener('abort', interrupt);
  };
}

/** Runs work that a signal interrupts; what comes after it, a rollback above all, is not interrupted. */
export async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const stop = interruptOnAbort(connection, signal);
  try {
    return await work();
  } finally {
    stop();
  }
}
