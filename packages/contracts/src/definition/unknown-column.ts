import { ContractError } from '../errors/contract-error.js';
import { nearMiss } from './near-miss.js';

const mostShown = 12;

/** The error of a name that is no column of the schema. */
export function unknownColumn(name: string, place: string, known: Iterable<string>): ContractError {
  const names = [...known];
  const shown = names.length > mostShown ? [...names.slice(0, mostShown), '…'] : names;
  const meant = nearMiss(name, names);
  return new ContractError(
    'DAS_CONTRACT_UNKNOWN_COLUMN',
    `there is no column ${name} in the schema`,
    {
      place,
      next: `${meant === undefined ? '' : `did you mean ${meant}? `}use the name of a column of the schema: ${shown.join(', ')}`,
    },
  );
}
