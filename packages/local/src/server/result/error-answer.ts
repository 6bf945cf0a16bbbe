import { DasError } from '@das/contracts';
import type { WarehouseError, WarehouseErrorCode } from '@das/core';
import { WireFailure } from '../wire-failure.js';
import { errorNumbers, internalError, sqlStates } from './error-numbers.js';

/** A failure as drivers read it. */
export interface WireError {
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
}

/** Turns any failure into what a driver reads. Only messages that hold no values are kept. */
export function wireError(error: unknown): WireError {
  if (error instanceof WireFailure) {
    return { code: error.code, sqlState: error.sqlState, message: error.message };
  }
  if (!DasError.isInstance(error) || !(error.code in errorNumbers)) {
    return {
      code: internalError.number,
      sqlState: internalError.sqlState,
      message: 'SQL execution internal error.',
    };
  }
  const known = errorNumbers[error.code as WarehouseErrorCode];
  const own = error as Partial<Pick<WarehouseError, 'number' | 'sqlState'>>;
  const code = own.number === undefined ? known.number : String(own.number).padStart(6, '0');
  return {
    code,
    sqlState: sqlStates[code] ?? own.sqlState ?? known.sqlState,
    message: messageOf(error, code),
  };
}

/** What fails before a statement runs is a compilation error, and Snowflake says so first. */
function messageOf(error: DasError, code: string): string {
  const isCompilation = /^00[0123]/.test(code) && !/^0006/.test(code) && !/^00000[28]$/.test(code);
  const place = error.place === undefined ? '' : ` (at ${error.place})`;
  const sentence = `${error.message.slice(0, 1).toUpperCase()}${error.message.slice(1)}${place}.`;
  const next = error.next === undefined ? '' : ` Next: ${error.next}.`;
  return `${isCompilation ? 'SQL compilation error:\n' : ''}${sentence}${next}`;
}

/** The body of an answer that says no. */
export function errorBody(error: WireError, queryId?: string): object {
  return {
    success: false,
    code: error.code,
    message: error.message,
    data: {
      internalError: false,
      errorCode: error.code,
      sqlState: error.sqlState,
      age: 0,
      line: -1,
      pos: -1,
      ...(queryId === undefined ? {} : { queryId }),
    },
  };
}
