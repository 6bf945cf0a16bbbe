import { ContractError } from '../../errors/contract-error.js';
import {
  type ContractDocument,
  compatibilityModes,
  contractStatuses,
} from '../../model/contract-document.js';
import { audiences } from '../../model/support.js';

function checkKnown(what: string, value: string, known: readonly string[], place: string): void {
  if (known.includes(value)) return;
  throw new ContractError('DAS_CONTRACT_INVALID_TERMS', `the ${what} is not known`, {
    place,
    next: `use one of ${known.join(', ')}`,
  });
}

/** Checks where a contract is in its life, how it may change, who may have the data, and who helps. */
export function checkTerms(
  document: Pick<ContractDocument, 'status' | 'compatibility' | 'sharing' | 'support'>,
  place: string,
): void {
  checkKnown('status', document.status, contractStatuses, place);
  checkKnown('compatibility', document.compatibility, compatibilityModes, place);
  const { sharing, support } = document;
  if (sharing !== undefined) {
    checkKnown('audience', sharing.audience, audiences, place);
    // No region at all would read as everywhere to one reader and as nowhere to another.
    if (sharing.regions?.length === 0 || sharing.regions?.some((region) => region.trim() === '')) {
      throw new ContractError('DAS_CONTRACT_INVALID_TERMS', 'the regions of sharing name none', {
        place,
        next: 'name at least one region, or leave the list out to mean everywhere',
      });
    }
  }
  if (support.some(({ channel }) => typeof channel !== 'string' || channel.trim() === '')) {
    throw new ContractError('DAS_CONTRACT_INVALID_TERMS', 'a support channel has no name', {
      place,
      next: 'give each channel a name or an address',
    });
  }
}
