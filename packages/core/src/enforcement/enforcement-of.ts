import {
  type AnyContract,
  type ContractDeployment,
  type EnforcementReport,
  enforcementReport,
  isProtected,
} from '@das/contracts';
import { declarationFor } from '../domain/column-protection.js';
import type { Domain } from '../domain/define-domain.js';
import { tablesOf } from '../domain/domain-tables.js';

/**
 * Says of each clause of each contract of a domain who enforces it as the domain is declared, or
 * that nobody does, why, and what to do about it. Pure: nothing is read from an account.
 *
 * @throws {@link CoreError} `DAS_PROMOTION_INVALID` when the promotions have no order
 * @example
 * ```ts
 * import { defineContract, defineDomain, definePlatform, enforcementOf } from '@das/core';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 *   primaryKey: ['order_id'],
 * });
 * const platform = definePlatform({ name: 'acme', masking: [] });
 * const [report] = enforcementOf(defineDomain({ platform, name: 'commerce', contracts: [orders] }));
 * const key = report?.clauses.find(({ path }) => path === '/primaryKey');
 * console.log(key?.enforcedBy.map(({ by }) => by).join(), '-', key?.next);
 * // => compiler - promote the contract to SILVER or PLATINUM
 * ```
 */
export function enforcementOf(domain: Domain): readonly EnforcementReport[] {
  return domain.contracts.map((contract) =>
    enforcementReport(contract.toJSON(), deploymentOf(domain, contract)),
  );
}

/** How a domain puts a contract to work. */
function deploymentOf(domain: Domain, contract: AnyContract): ContractDeployment {
  const tables = tablesOf(domain).filter((table) => table.contract === contract);
  const promotions = tables.flatMap((table) =>
    table.filledBy === 'promotion' ? [table.promotion.strategy.kind] : [],
  );
  return {
    hasCollector: tables.some((table) => table.filledBy === 'collector'),
    promotions: [...new Set(promotions)].sort(),
    hasMasking: contract.columns.every(
      (column) =>
        !isProtected(column.classification) ||
        declarationFor(domain, contract, column) !== undefined,
    ),
    measuresSlos: promotions.length > 0,
  };
}
