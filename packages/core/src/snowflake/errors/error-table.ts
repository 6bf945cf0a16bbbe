import type { WarehouseErrorCode } from '../../warehouse/warehouse-error.js';

/** What an error of Snowflake is for DAS, in words that hold no value. */
export interface ErrorMeaning {
  readonly code: WarehouseErrorCode;
  readonly message: string;
  readonly next: string;
  readonly isRetryable?: boolean;
}

const notFound: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_NOT_FOUND',
  message: 'an object does not exist, or the role is not authorized to know it',
  next: 'check the names in the statement and the grants of the role',
};
const alreadyExists: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_ALREADY_EXISTS',
  message: 'an object of that name exists already',
  next: 'choose another name, or say IF NOT EXISTS',
};
const notAuthorized: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_NOT_AUTHORIZED',
  message: 'the role lacks a privilege that the statement needs',
  next: 'grant the privilege to the role, or use a role that has it',
};
export const unknownRole: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
  message: 'the role does not exist or is not granted to the user',
  next: 'create the role and grant it to the user, or correct its name',
};
const invalid: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
  message: 'the statement is not valid',
  next: 'correct the statement; the query history shows the full message to who may read it',
};
const unsupported: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_UNSUPPORTED',
  message: 'Snowflake does not support a feature that the statement uses',
  next: 'write the statement in another form',
};
const failed: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_EXECUTION_FAILED',
  message: 'the statement failed while it ran',
  next: 'correct the data or the statement; the query history shows the full message to who may read it',
};
const conflict: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_CONFLICT',
  message: 'another transaction holds what the statement needs',
  next: 'run the transaction again',
  isRetryable: true,
};
const cancelled: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_CANCELLED',
  message: 'the statement was cancelled',
  next: 'run it again if the result is still wanted',
};
const gone: ErrorMeaning = {
  code: 'DAS_WAREHOUSE_UNAVAILABLE',
  message: 'the session has ended',
  next: 'open another session',
};

/** Snowflake's error numbers whose meaning their SQLSTATE does not give. */
const byNumber: ReadonlyMap<number, ErrorMeaning> = new Map([
  [2, unsupported],
  [604, cancelled],
  [606, { ...invalid, message: 'no warehouse is selected', next: 'name a warehouse to run on' }],
  [625, conflict],
  [630, { ...cancelled, message: 'the statement reached its timeout', next: 'raise the timeout' }],
  [904, { ...invalid, message: 'the statement names a column that is not there' }],
  [1003, { ...invalid, message: 'the statement does not parse' }],
  [2002, alreadyExists],
  [2003, notFound],
  [2043, notFound],
  [3001, notAuthorized],
  [3540, notAuthorized],
  [90_105, { ...invalid, message: 'the session has no current database' }],
  [90_106, { ...invalid, message: 'the session has no current schema' }],
  [90_232, { ...failed, message: 'the transaction was rolled back after a failed statement' }],
  [100_038, { ...failed, message: 'a value cannot be converted to a number' }],
  [100_051, { ...failed, message: 'a division by zero' }],
  [100_072, { ...failed, message: 'NULL in a column that takes none' }],
  [100_078, { ...failed, message: 'a string is too long and would be truncated' }],
  [100_090, { ...failed, message: 'a row would be changed by two rows of the source' }],
  [200_001, failed],
  [390_111, gone],
  [390_112, gone],
  [390_113, gone],
  [390_114, gone],
  [390_189, unknownRole],
  [390_195, gone],
]);

/** What is left is decided by the SQLSTATE, the longest prefix first. */
const byState: readonly (readonly [string, ErrorMeaning])[] = [
  ['42S02', notFound],
  ['02000', notFound],
  ['42710', alreadyExists],
  ['42S01', alreadyExists],
  ['42501', notAuthorized],
  ['57014', cancelled],
  ['0A', unsupported],
  ['40', conflict],
  ['42', invalid],
  ['22', failed],
  ['23', failed],
  ['25', failed],
  ['08', gone],
];

/**
 * What an error of Snowflake means, by its number and its SQLSTATE. What is not in the table failed
 * while it ran and is not tried again.
 *
 * @see https://docs.snowflake.com/en/user-guide/snowflake-error-codes
 */
export function errorMeaning(
  number: number | undefined,
  sqlState: string | undefined,
): ErrorMeaning {
  const known = number === undefined ? undefined : byNumber.get(number);
  if (known !== undefined) return known;
  return byState.find(([prefix]) => sqlState?.startsWith(prefix) === true)?.[1] ?? failed;
}
