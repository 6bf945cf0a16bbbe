import { holds, holdsGlobal, sees } from '../../access/privileges.js';
import {
  type ColumnObject,
  isRelation,
  type MaskAttachment,
  type PolicyObject,
  type RelationObject,
} from '../../catalogue/catalogue-object.js';
import type { ConstraintPolicyObject } from '../../catalogue/constraint-policy-object.js';
import { isSameKind } from '../../datatype/data-type.js';
import { checkArgumentsOfPolicies, isProtected } from '../../enforcement/protected-relation.js';
import {
  executionFailed,
  invalidStatement,
  notAuthorized,
  notFound,
} from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { checkEntityKeys } from './attach-constraint.js';
import { relationsOfBody } from './policy.js';

/** Finds a policy that the role may apply. */
export function applicablePolicy(
  definition: Definition,
  kind: PolicyObject['kind'] | ConstraintPolicyObject['kind'],
  name: readonly string[],
): PolicyObject | ConstraintPolicyObject {
  const policy = definition.find(kind, name);
  const { roles, draft } = definition;
  if (holds(roles, policy, 'APPLY') || holdsGlobal(draft, roles, `APPLY ${kind}`)) return policy;
  const full = draft.fullName(policy);
  throw sees(roles, policy) ? notAuthorized('Policy', full) : notFound('Policy', full);
}

/** `[WITH] MASKING POLICY p [USING (…)]` after its first words. */
export function readMask(definition: Definition, column: string): MaskAttachment {
  const { reader } = definition;
  const policy = applicablePolicy(definition, 'MASKING POLICY', reader.name());
  const columns = reader.accept('USING') ? reader.list(() => reader.identifier()) : [column];
  if (columns[0] !== column) {
    throw invalidStatement('the first column of USING must be the masked column', column, 3530);
  }
  return { policy: policy.id, columns };
}

/** `ROW ACCESS POLICY p ON (…)` after its first words. */
export function readRowAccess(definition: Definition): MaskAttachment {
  const { reader } = definition;
  const policy = applicablePolicy(definition, 'ROW ACCESS POLICY', reader.name());
  reader.expect('ON');
  return { policy: policy.id, columns: reader.list(() => reader.identifier()) };
}

/**
 * Checks all policies of a relation as it would be after a statement.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-column-intro
 */
export function checkPolicies(definition: Definition, relation: RelationObject): void {
  checkArgumentsOfPolicies(definition.draft, relation);
  checkEntityKeys(relation);
  for (const column of relation.columns) {
    if (column.mask !== undefined) checkArguments(definition, column.mask, relation);
  }
  if (relation.rowAccess !== undefined) checkArguments(definition, relation.rowAccess, relation);
}

function checkArguments(
  definition: Definition,
  attachment: MaskAttachment,
  relation: RelationObject,
): void {
  const policy = definition.draft.get(attachment.policy) as PolicyObject;
  if (attachment.columns.length !== policy.parameters.length) {
    throw invalidStatement(
      `the policy ${policy.name} takes ${policy.parameters.length} columns, not ${attachment.columns.length}`,
      policy.name,
      3531,
    );
  }
  for (const [at, name] of attachment.columns.entries()) {
    const column = relation.columns.find((candidate: ColumnObject) => candidate.name === name);
    if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
    const parameter = policy.parameters[at];
    if (parameter !== undefined && !isSameKind(column.type, parameter.type)) {
      throw invalidStatement(
        `the column ${name} is ${column.type.kind}, but the policy ${policy.name} takes ${parameter.type.kind}`,
        name,
        3533,
      );
    }
  }
  for (const id of relationsOfBody(definition, policy)) {
    const mapping = definition.draft.get(id);
    if (mapping === undefined || !isRelation(mapping)) continue;
    if (isProtected(definition.draft, mapping) || id === relation.id) {
      throw readsProtected(policy.name, mapping.name);
    }
  }
}

/** A policy must not read what a policy protects: neither would know which rows are left. */
export function readsProtected(policy: string, table: string): Error {
  return executionFailed(`the policy ${policy} reads ${table}, which is itself protected`, {
    number: 3550,
    sqlState: '0A000',
    place: policy,
  });
}
