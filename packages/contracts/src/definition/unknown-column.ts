import { ContractError } from '../errors/contract-error.js';

/** The error of a name that is no column of the schema. */
export function unknownColumn(name: string, place: string): ContractError {
  return new ContractError(
    'DAS_CONTRACT_UNKNOWN_COLUMN',
    `there is no column ${name} in the schema`,
    { place, next: 'use the name of a column of the schema' },
  );
}
