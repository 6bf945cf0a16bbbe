import { WarehouseError } from '../../warehouse/warehouse-error.js';
import { isConnectionError } from './running-statement.js';

/** An idempotent statement may run again even where it is not known whether it ran. */
export function retryable(error: unknown): unknown {
  if (!(error instanceof Error) || !isConnectionError(error)) return error;
  return new WarehouseError('DAS_WAREHOUSE_UNAVAILABLE', error.message, {
    place: 'place' in error ? String(error.place) : undefined,
    next: 'run the statement again',
    isRetryable: true,
  });
}

export function invalidStatement(message: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_INVALID_STATEMENT', message, {
    place: 'the statement',
    number: 1003,
    sqlState: '42000',
    next: 'correct the statement',
  });
}

export function unsupported(what: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_UNSUPPORTED', `the adapter does not run ${what}`, {
    place: 'the statement',
    number: 2,
    sqlState: '0A000',
    next: 'write it in another form',
  });
}

export function unavailable(message: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_UNAVAILABLE', message, {
    place: 'the session',
    next: 'open another session',
  });
}
