import type { WarehouseErrorCode } from '@das/core';

/** Snowflake's error number as six digits, and the SQLSTATE. */
export interface ErrorNumber {
  readonly number: string;
  readonly sqlState: string;
}

/**
 * What an error of the warehouse is to a driver when it carries no number of its own.
 *
 * The numbers are those that users of Snowflake report with these messages: 002003 (42S02) object does
 * not exist or not authorized, 002002 (42710) already exists, 003001 (42501) insufficient privileges,
 * 002043 (02000) object does not exist or operation cannot be performed, 001003 (42000) syntax error,
 * 000002 (0A000) unsupported feature, 000625 (57014) aborted on a lock, 000604 (57014) cancelled.
 */
export const errorNumbers: Readonly<Record<WarehouseErrorCode, ErrorNumber>> = {
  DAS_WAREHOUSE_NOT_FOUND: { number: '002003', sqlState: '42S02' },
  DAS_WAREHOUSE_ALREADY_EXISTS: { number: '002002', sqlState: '42710' },
  DAS_WAREHOUSE_NOT_AUTHORIZED: { number: '003001', sqlState: '42501' },
  DAS_WAREHOUSE_UNKNOWN_ROLE: { number: '002043', sqlState: '02000' },
  DAS_WAREHOUSE_INVALID_STATEMENT: { number: '001003', sqlState: '42000' },
  DAS_WAREHOUSE_UNSUPPORTED: { number: '000002', sqlState: '0A000' },
  DAS_WAREHOUSE_EXECUTION_FAILED: { number: '100000', sqlState: '22000' },
  DAS_WAREHOUSE_CONFLICT: { number: '000625', sqlState: '57014' },
  DAS_WAREHOUSE_CANCELLED: { number: '000604', sqlState: '57014' },
  // No number of Snowflake is known for it: the one of any failure inside the service.
  DAS_WAREHOUSE_UNAVAILABLE: { number: '000603', sqlState: 'XX000' },
};

/** A failure that the engine did not foresee. */
export const internalError: ErrorNumber = { number: '000603', sqlState: 'XX000' };

/** SQLSTATEs that go with a number, whatever the error says. */
export const sqlStates: Readonly<Record<string, string>> = {
  '090105': '22000',
  '090106': '22000',
};
