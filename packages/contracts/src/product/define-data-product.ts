import { checkNames } from '../definition/check-names.js';
import { freezeDeeply } from '../definition/freeze-deeply.js';
import { ContractError } from '../errors/contract-error.js';
import type { AnyContract } from '../model/contract.js';
import type { DataProduct, DataProductDefinition, DataProductDetails } from './data-product.js';

function invalid(message: string, next: string, place: string): ContractError {
  return new ContractError('DAS_CONTRACT_INVALID_PRODUCT', message, { place, next });
}

function checkContracts(definition: DataProductDefinition, place: string): void {
  const names = new Set<string>();
  for (const { domain, name } of definition.contracts) {
    if (domain !== definition.domain) {
      throw invalid(
        `the contract ${domain}.${name} belongs to another domain`,
        'leave it out, or define it in the domain of the product',
        place,
      );
    }
    if (names.has(name)) {
      throw invalid(`two contracts have the name ${name}`, 'rename one of them', place);
    }
    names.add(name);
  }
}

/**
 * Defines a data product: several tables of one domain that are offered, versioned and supported
 * together.
 *
 * The result is frozen and does nothing until something reads it.
 *
 * @throws {@link ContractError} when a name or the version is not valid, when a contract belongs to
 * another domain, or when two have the same name
 * @example
 * ```ts
 * import { defineContract, defineDataProduct } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 * });
 * const sales = defineDataProduct({
 *   domain: 'commerce', name: 'sales', version: '1.0.0', owner: 'data-commerce', contracts: [orders],
 * });
 * console.log(sales.id, sales.contract('orders').version);
 * // => commerce.sales 1.0.0
 * ```
 */
export function defineDataProduct<const Contracts extends readonly AnyContract[]>(
  definition: DataProductDefinition<Contracts>,
): DataProduct<Contracts> {
  const { domain, name } = definition;
  const place = `data product ${name}`;
  checkNames(definition, place);
  checkContracts(definition, place);
  const details: DataProductDetails = freezeDeeply({
    domain,
    name,
    version: definition.version,
    status: definition.status ?? 'active',
    owner: definition.owner,
    id: definition.id ?? `${domain}.${name}`,
    description: definition.description,
    tenant: definition.tenant,
    tags: definition.tags ?? [],
    support: definition.support ?? [],
    terms: definition.terms,
  });
  const contracts = Object.freeze([...definition.contracts]) as unknown as Contracts;
  return Object.freeze({
    ...details,
    contracts,
    odcs: freezeDeeply(definition.odcs),
    contract(contractName: string): AnyContract {
      const contract = contracts.find((candidate) => candidate.name === contractName);
      if (contract === undefined) {
        throw invalid(
          `there is no contract ${contractName}`,
          `use one of ${contracts.map((candidate) => candidate.name).join(', ')}`,
          place,
        );
      }
      return contract;
    },
    toJSON: () => ({ ...details, contracts: contracts.map((contract) => contract.toJSON()) }),
  });
}
