import { pointerOf } from '../evolution/finding.js';
import type { ContractDeployment } from './deployment.js';
import type { EnforcedClause, Enforcer } from './enforced-clause.js';

/** Somebody who enforces a clause, and how. */
export interface Enforcement {
  readonly by: Enforcer;
  readonly how: string;
}

/** What passes all the same, and what would stop it. */
export interface Gap {
  readonly gap?: string | undefined;
  readonly next?: string | undefined;
}

/** Makes a clause. One that nobody enforces must come with its gap and the next step. */
export function clauseOf(
  path: readonly string[],
  clause: string,
  enforcedBy: readonly Enforcement[],
  { gap, next }: Gap = {},
): EnforcedClause {
  return {
    path: pointerOf(path),
    clause,
    enforcedBy,
    isEnforced: enforcedBy.length > 0,
    ...(gap === undefined ? {} : { gap }),
    ...(next === undefined ? {} : { next }),
  };
}

/** A clause for people: nothing can check it. */
export function prose(path: readonly string[], clause: string): EnforcedClause {
  return clauseOf(path, clause, [], {
    gap: 'it is written for people, and nothing can check it',
    next: 'let somebody read it when the contract changes',
  });
}

/** What the language or `defineContract` itself refuses. */
export function byCompiler(how: string): Enforcement {
  return { by: 'compiler', how };
}

/** What the comparison with the lock finds, where it is run. */
export function byContractCheck(how: string): Enforcement {
  return { by: 'contract check', how: `${how}, wherever das contract diff is run` };
}

/** What the collector does, if there is one. */
export function byCollector(
  { hasCollector }: ContractDeployment,
  how: string,
): readonly Enforcement[] {
  return hasCollector ? [{ by: 'collector', how }] : [];
}

/** What promotions do, if there are any. */
export function byPromotions(
  { promotions }: ContractDeployment,
  how: string,
): readonly Enforcement[] {
  return promotions.length > 0 ? [{ by: 'promotion', how }] : [];
}

/** What is deployed with a table, if there is one. */
export function byPolicy(deployment: ContractDeployment, how: string): readonly Enforcement[] {
  return hasTable(deployment) ? [{ by: 'policy', how }] : [];
}

/** Whether any table of the contract is deployed. */
export function hasTable({ hasCollector, promotions }: ContractDeployment): boolean {
  return hasCollector || promotions.length > 0;
}
