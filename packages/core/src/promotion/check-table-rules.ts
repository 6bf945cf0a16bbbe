import { compileRule } from '@das/contracts';
import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import type { Promotion } from './promotion.js';
import { referencedTable } from './referenced-table.js';
import { tableRulesOf } from './rule-sql.js';

/**
 * Checks that every rule that a promotion audits can be, so that a plan refuses it and not the
 * night's run. A reference that leads nowhere is let pass only where it would stop nothing.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_INVALID_RULE` or `DAS_CONTRACT_UNKNOWN_REFERENCE`
 */
export function checkTableRules(domain: Domain, promotion: Promotion): void {
  const { contract, tier } = promotion.to;
  const table = domainNames(domain.database).table(contract, tier);
  for (const rule of tableRulesOf(contract)) {
    const resolve = (name: string) =>
      referencedTable(domain, promotion, table, name) ??
      (rule.severity === 'error' ? undefined : table);
    compileRule(rule, { table, columns: contract.columns, resolve });
  }
}
