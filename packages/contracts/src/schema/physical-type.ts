import { ContractError } from '../errors/contract-error.js';
import type { PhysicalType } from '../model/column.js';

type Family =
  | 'VARCHAR'
  | 'NUMBER'
  | 'FLOAT'
  | 'BOOLEAN'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP_NTZ'
  | 'TIMESTAMP_TZ'
  | 'VARIANT'
  | 'ARRAY'
  | 'OBJECT';

/** The types that can hold what a schema of each family puts out. VARIANT holds everything. */
const holders: Readonly<Record<Family, readonly Family[]>> = {
  VARCHAR: ['VARCHAR'],
  NUMBER: ['NUMBER', 'FLOAT'],
  FLOAT: ['NUMBER', 'FLOAT'],
  BOOLEAN: ['BOOLEAN'],
  DATE: ['DATE', 'TIMESTAMP_NTZ', 'VARCHAR'],
  TIME: ['TIME', 'VARCHAR'],
  TIMESTAMP_NTZ: ['TIMESTAMP_NTZ', 'TIMESTAMP_TZ', 'DATE', 'VARCHAR'],
  TIMESTAMP_TZ: ['TIMESTAMP_TZ', 'TIMESTAMP_NTZ', 'DATE', 'VARCHAR'],
  VARIANT: [],
  ARRAY: ['ARRAY'],
  OBJECT: ['OBJECT'],
};

const longestVarchar = 134_217_728;

const varcharPattern = /^VARCHAR\(([1-9][0-9]{0,8})\)$/;
const numberPattern = /^NUMBER\(([1-9][0-9]?),(0|[1-9][0-9]?)\)$/;

/** The family of a type, or `undefined` for what is no type: its text goes into DDL, so it is read strictly. */
function familyOf(type: string): Family | undefined {
  const varchar = varcharPattern.exec(type);
  if (varchar !== null) return Number(varchar[1]) <= longestVarchar ? 'VARCHAR' : undefined;
  const number = numberPattern.exec(type);
  if (number !== null) {
    const [precision, scale] = [Number(number[1]), Number(number[2])];
    return precision <= 38 && scale <= Math.min(precision, 37) ? 'NUMBER' : undefined;
  }
  return type !== 'NUMBER' && Object.hasOwn(holders, type) ? (type as Family) : undefined;
}

/** Whether a column of this type holds points in time or days. */
export function isTemporalType(type: PhysicalType): boolean {
  const family = familyOf(type);
  return family === 'DATE' || family === 'TIMESTAMP_NTZ' || family === 'TIMESTAMP_TZ';
}

/** Whether a column of this type holds more than one value. */
export function isSemiStructuredType(type: PhysicalType): boolean {
  const family = familyOf(type);
  return family === 'VARIANT' || family === 'ARRAY' || family === 'OBJECT';
}

/**
 * Checks that a declared type is one, and that it can hold what the schema puts out.
 *
 * @param derived - the type that the schema shows, or `undefined` when it shows none
 * @throws {@link ContractError} `DAS_CONTRACT_UNKNOWN_TYPE` or `DAS_CONTRACT_TYPE_MISMATCH`
 */
export function checkDeclaredType(
  declared: PhysicalType,
  derived: PhysicalType | undefined,
  place: string,
): void {
  const family = familyOf(declared);
  if (family === undefined) {
    throw new ContractError('DAS_CONTRACT_UNKNOWN_TYPE', 'the declared type is not known', {
      place,
      next: 'use a type such as VARCHAR(200), NUMBER(12,2), DATE, TIMESTAMP_NTZ or VARIANT',
    });
  }
  if (derived === undefined || family === 'VARIANT') return;
  const source = familyOf(derived);
  if (source !== undefined && holders[source].includes(family)) return;
  throw new ContractError(
    'DAS_CONTRACT_TYPE_MISMATCH',
    `the declared type ${declared} cannot hold what the schema puts out, which is ${derived}`,
    {
      place,
      next: `declare ${[...(source === undefined ? [] : holders[source]), 'VARIANT'].join(', ')}, or change the schema`,
    },
  );
}
