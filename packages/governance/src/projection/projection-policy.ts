import {
  type AnyContract,
  type Classification,
  classifications,
  type SemanticType,
} from '@das/contracts';
import type { ProjectionPolicyDeclaration } from '@das/core';
import { checkBody } from '../declaring/check-body.js';
import { checkSemantic } from '../declaring/check-semantic.js';
import {
  type ColumnsOfAll,
  type Contracts,
  contractNames,
  sharedType,
} from '../declaring/contract-columns.js';
import {
  checkIdentifier,
  checkKnown,
  checkList,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';

/** What `projectionPolicy` takes. */
export interface ProjectionPolicyDefinition<C extends readonly AnyContract[]> {
  /** Upper case. */
  readonly name: string;
  /** Columns of a classification, with a semantic type only those; or columns of contracts. */
  readonly appliesTo:
    | { readonly classification: Classification; readonly semantic?: SemanticType }
    | { readonly contracts: C; readonly columns: readonly ColumnsOfAll<C>[] };
  /** Roles that may show the columns, beside the pipeline. */
  readonly allow?: readonly string[];
  /** SQL of context functions: where it is TRUE everybody may. */
  readonly allowWhen?: string;
  /** For all others: the statement fails, or the column is NULL. Default `fail`. */
  readonly enforcement?: 'fail' | 'nullify';
}

/**
 * Declares who may show columns in a result. Others may still filter and join by them, so it does not
 * take the place of a mask. It compiles to `CREATE PROJECTION POLICY … AS () RETURNS
 * PROJECTION_CONSTRAINT -> CASE WHEN IS_ROLE_IN_SESSION(…) THEN PROJECTION_CONSTRAINT(ALLOW => TRUE)
 * ELSE PROJECTION_CONSTRAINT(ALLOW => FALSE, ENFORCEMENT => 'FAIL') END`.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_POLICY`
 * @see https://docs.snowflake.com/en/user-guide/projection-policies
 * @example
 * ```ts
 * import { projectionPolicy } from '@das/governance';
 *
 * const policy = projectionPolicy({
 *   name: 'NO_CARD_NUMBERS',
 *   appliesTo: { classification: 'pci' },
 *   allow: ['FRAUD_DESK'],
 * });
 * console.log(policy.enforcement);
 * // => fail
 * ```
 */
export function projectionPolicy<const C extends Contracts>(
  definition: ProjectionPolicyDefinition<C>,
): ProjectionPolicyDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_POLICY', 'projectionPolicy', definition?.name);
  checkMembers(definition, ['name', 'appliesTo', 'allow', 'allowWhen', 'enforcement'], refuse);
  const { name, allow = [], allowWhen, enforcement = 'fail' } = definition;
  checkIdentifier(name, 'the name', refuse);
  for (const role of allow) checkIdentifier(role, 'a role of allow', refuse);
  checkKnown(enforcement, ['fail', 'nullify'], 'the enforcement', refuse);
  const named = allowWhen === undefined ? [] : checkBody(allowWhen, [], refuse).roles;
  return frozen<ProjectionPolicyDeclaration>({
    kind: 'projectionPolicy',
    name,
    appliesTo: application(definition.appliesTo, refuse),
    allow: [...allow],
    ...(allowWhen === undefined ? {} : { allowWhen }),
    ...(named.length === 0 ? {} : { namedRoles: named }),
    enforcement,
  });
}

function application(
  appliesTo: ProjectionPolicyDefinition<readonly AnyContract[]>['appliesTo'],
  refuse: Refuse,
): ProjectionPolicyDeclaration['appliesTo'] {
  checkMembers(appliesTo, ['classification', 'semantic', 'contracts', 'columns'], refuse);
  if ('classification' in appliesTo) {
    checkMembers(appliesTo, ['classification', 'semantic'], refuse);
    const { classification, semantic } = appliesTo;
    checkKnown(classification, classifications, 'the classification', refuse);
    if (semantic === undefined) return { classification };
    checkSemantic(semantic, refuse);
    return { classification, semantic };
  }
  const contracts = contractNames(appliesTo.contracts, refuse);
  checkList(appliesTo.columns, 'columns', refuse);
  for (const column of appliesTo.columns) sharedType(appliesTo.contracts, column, refuse);
  return { contracts, columns: [...appliesTo.columns] };
}
