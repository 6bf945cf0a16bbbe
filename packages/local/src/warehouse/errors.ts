import { WarehouseError } from '@das/core';

/** The statement does not parse, or names something that is not there. Snowflake 001003, 42000. */
export function invalidStatement(message: string, place?: string, number = 1003): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_INVALID_STATEMENT', message, {
    place,
    number,
    sqlState: '42000',
    next: 'correct the statement',
  });
}

/** The statement, clause or function is not supported by the embedded warehouse. */
export function unsupported(what: string, place?: string, number = 2): WarehouseError {
  return new WarehouseError(
    'DAS_WAREHOUSE_UNSUPPORTED',
    `the embedded warehouse does not support ${what}`,
    {
      place,
      number,
      sqlState: '0A000',
      next: 'write it with what the README of @das/local lists as supported',
    },
  );
}

/** An object does not exist, or the role may not know that it does: one error for both. */
export function notFound(kind: string, name: string): WarehouseError {
  return new WarehouseError(
    'DAS_WAREHOUSE_NOT_FOUND',
    `${kind} ${name} does not exist or not authorized`,
    {
      place: name,
      number: kind === 'Database' || kind === 'Schema' ? 2043 : 2003,
      sqlState: kind === 'Database' || kind === 'Schema' ? '02000' : '42S02',
      next: 'check the name and the grants of the role',
    },
  );
}

export function alreadyExists(kind: string, name: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_ALREADY_EXISTS', `${kind} ${name} already exists`, {
    place: name,
    number: 2002,
    sqlState: '42710',
    next: 'choose another name, or say IF NOT EXISTS',
  });
}

export function notAuthorized(kind: string, name: string): WarehouseError {
  return new WarehouseError(
    'DAS_WAREHOUSE_NOT_AUTHORIZED',
    `insufficient privileges to operate on ${kind.toLowerCase()} ${name}`,
    {
      place: name,
      number: 3001,
      sqlState: '42501',
      next: 'grant the privilege to the role, or use a role that has it',
    },
  );
}

export function unknownRole(name: string): WarehouseError {
  return new WarehouseError(
    'DAS_WAREHOUSE_UNKNOWN_ROLE',
    `role ${name} does not exist or not authorized`,
    { place: name, number: 2043, sqlState: '02000', next: 'create the role, or correct its name' },
  );
}

/** A constraint, a conversion or a policy rule failed. The message never holds a value. */
export function executionFailed(
  message: string,
  options: { number?: number; sqlState?: string; place?: string; next?: string } = {},
): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_EXECUTION_FAILED', message, {
    number: options.number ?? 100_000,
    sqlState: options.sqlState ?? '22000',
    place: options.place,
    next: options.next ?? 'correct the data or the statement',
  });
}

export function conflict(message: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_CONFLICT', message, {
    number: 625,
    sqlState: '57014',
    isRetryable: true,
    next: 'run the transaction again',
  });
}

export function cancelled(): WarehouseError {
  return new WarehouseError(
    'DAS_WAREHOUSE_CANCELLED',
    'the statement was cancelled by its signal',
    {
      number: 604,
      sqlState: '57014',
      next: 'run it again if the result is still wanted',
    },
  );
}

export function unavailable(message: string, place: string, next: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_UNAVAILABLE', message, { place, next });
}
