import { ContractError } from '../errors/contract-error.js';
import type { ContractDocument } from '../model/contract-document.js';

const namePattern = /^[a-z][a-z0-9_]{0,62}$/;
const versionPattern = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/;

/** Checks the names, the owner and the version of a contract. */
export function checkNames(
  definition: Pick<ContractDocument, 'domain' | 'name' | 'owner' | 'version'>,
  place: string,
): void {
  for (const [field, value] of [
    ['domain', definition.domain],
    ['name', definition.name],
  ] as const) {
    if (!namePattern.test(value)) {
      throw new ContractError('DAS_CONTRACT_INVALID_NAME', `the ${field} is not a valid name`, {
        place,
        next: 'start with a lower-case letter and go on with lower-case letters, digits and underscores',
      });
    }
  }
  if (typeof definition.owner !== 'string' || definition.owner.trim() === '') {
    throw new ContractError('DAS_CONTRACT_INVALID_NAME', 'the contract has no owner', {
      place,
      next: 'give the address of the team that answers for the data',
    });
  }
  if (!versionPattern.test(definition.version)) {
    throw new ContractError('DAS_CONTRACT_INVALID_VERSION', 'the version is not semantic', {
      place,
      next: 'write three numbers with dots between, such as 1.2.0',
    });
  }
}
