import { rolesBelow } from '../access/role-set.js';
import type {
  ColumnObject,
  MaskAttachment,
  PolicyObject,
  RelationObject,
  SchemaLevelObject,
} from '../catalogue/catalogue-object.js';
import type { Compilation, Frame, PolicyPlace } from '../compile/compilation.js';
import { compileExpression } from '../compile/compile-expression.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import type { Typed } from '../compile/typed.js';
import { type DataType, simple } from '../datatype/data-type.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseExpression } from '../polyglot/parse-query.js';
import { executionFailed } from '../warehouse/errors.js';
import type { EffectiveMask } from './effective-mask.js';

type ColumnOf = (name: string) => Typed;

/** The condition of a row access policy on a relation, over its clear values. */
export function compileRowAccess(
  attachment: MaskAttachment,
  relation: RelationObject,
  column: ColumnOf,
  compilation: Compilation,
  frame: Frame,
): string {
  const policy = rowAccessPolicy(attachment, relation, compilation);
  const place = { kind: policy.kind, relation };
  const value = compileBody(
    policy,
    attachment.columns,
    place,
    relation,
    column,
    compilation,
    frame,
  );
  return convert(value, simple('BOOLEAN')).sql;
}

/** What a column shows once the policy that masks it has been applied. */
export function compileMask(
  mask: EffectiveMask,
  masked: ColumnObject,
  type: DataType,
  relation: RelationObject,
  column: ColumnOf,
  compilation: Compilation,
  frame: Frame,
): Typed {
  const { policy, columns } = mask;
  const place = { kind: policy.kind, relation, column: masked };
  const value = compileBody(policy, columns, place, relation, column, compilation, frame);
  // The mask of a VARCHAR(4) may be longer than the column.
  const target: DataType = type.kind === 'VARCHAR' ? { kind: 'VARCHAR' } : type;
  return convert(value, target);
}

/**
 * A policy body runs with the rights of the policy's owner, so mapping tables need no grant to the
 * caller; context functions still answer for the session.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-row-intro
 */
export function policyFrame(
  policy: SchemaLevelObject,
  protecting: PolicyPlace,
  relation: RelationObject,
  { catalogue }: Compilation,
  frame: Frame,
): Frame {
  const { database, schema } = catalogue.container(policy);
  const place = catalogue.container(relation);
  return {
    roles: rolesBelow(catalogue, policy.owner),
    invoker: frame.invoker,
    database,
    schema,
    currentDatabase: place.database,
    currentSchema: place.schema,
    expanding: [...frame.expanding, relation.id],
    seesTemporaries: false,
    isPolicy: true,
    consumer: frame.consumer,
    share: frame.directShare,
    policy: protecting,
  };
}

function compileBody(
  policy: PolicyObject,
  columns: readonly string[],
  protecting: PolicyPlace,
  relation: RelationObject,
  column: ColumnOf,
  compilation: Compilation,
  frame: Frame,
): Typed {
  const scope = new Scope();
  for (const [at, parameter] of policy.parameters.entries()) {
    scope.arguments.set(parameter.name, column(columns[at] ?? ''));
  }
  return compileExpression(parseExpression(tokenize(policy.body)), {
    compilation,
    frame: policyFrame(policy, protecting, relation, compilation, frame),
    scope,
  });
}

function rowAccessPolicy(
  attachment: MaskAttachment,
  relation: RelationObject,
  { catalogue }: Compilation,
): PolicyObject {
  const policy = catalogue.get(attachment.policy);
  if (policy?.kind !== 'ROW ACCESS POLICY') {
    throw executionFailed(`the policy of ${catalogue.fullName(relation)} is gone`);
  }
  return policy;
}
