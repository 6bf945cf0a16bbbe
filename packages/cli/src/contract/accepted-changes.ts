import type { Acceptance, ContractComparison } from '@das/contracts';
import { CliError } from '../errors/cli-error.js';
import { closestName } from '../program/closest-name.js';
import { changeIdentifier } from './change-identifier.js';
import { changesOf } from './comparison-summary.js';

/** Who accepts, and why. */
export interface Accepting {
  readonly by: string;
  readonly reason: string;
}

/**
 * The acceptances of changes that were named on the command line.
 *
 * @throws {@link CliError} `DAS_CONTRACT_UNKNOWN_CHANGE` when a name is not that of an error
 */
export function acceptedChanges(
  identifiers: readonly string[],
  comparisons: readonly ContractComparison[],
  { by, reason }: Accepting,
): readonly Acceptance[] {
  const errors = changesOf(comparisons, 'error').map(({ contract, change }) => ({
    identifier: changeIdentifier(contract, change),
    contract,
    change,
  }));
  const known = errors.map(({ identifier }) => identifier);
  return [...new Set(identifiers)].map((identifier) => {
    const found = errors.find((each) => each.identifier === identifier);
    if (found === undefined) throw unknownChange(identifier, known);
    const { contract, change } = found;
    const version = versionOf(contract, comparisons);
    return { contract, version, rule: change.rule, path: change.path, by, reason };
  });
}

function unknownChange(identifier: string, known: readonly string[]): CliError {
  const closest = closestName(identifier, known);
  return new CliError('DAS_CONTRACT_UNKNOWN_CHANGE', 'no error has this name to be accepted', {
    place: identifier,
    next:
      known.length === 0
        ? 'leave out --accept, since there are no errors'
        : closest === undefined
          ? `accept one of: ${known.join(', ')}`
          : `did you mean ${closest}? Run das contract diff to see them all`,
  });
}

/** The version that brings the change; of a contract that is removed, the last one it had. */
function versionOf(contract: string, comparisons: readonly ContractComparison[]): string {
  const found = comparisons.find((each) => each.contract === contract);
  return found?.after ?? found?.before ?? '';
}
