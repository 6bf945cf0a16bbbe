import type { ContractChange } from '@das/contracts';

/**
 * The name by which a change of a contract is accepted, such as
 * `column-removed:commerce.orders/columns/region`: its rule, its contract, and its path in it.
 */
export function changeIdentifier(
  contract: string,
  { rule, path }: Pick<ContractChange, 'rule' | 'path'>,
): string {
  return `${rule}:${contract}${path}`;
}
