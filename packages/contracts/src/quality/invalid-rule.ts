import { ContractError } from '../errors/contract-error.js';
import type { Rule } from '../model/rule.js';

/** The error of a rule that has no meaning in SQL. */
export function invalidRule(rule: Rule, message: string, next: string): ContractError {
  return new ContractError('DAS_CONTRACT_INVALID_RULE', message, {
    place: `rule ${rule.name}`,
    next,
  });
}
