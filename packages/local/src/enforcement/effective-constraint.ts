import type { ColumnObject, RelationObject } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { Scope } from '../compile/scope.js';
import { executionFailed } from '../warehouse/errors.js';
import { evaluateConstraint, readConstraintBody } from './constraint-body.js';
import type { ConstraintValue } from './constraint-value.js';
import { policyFrame } from './policy-body.js';
import type { Projection } from './projection.js';

/** What the projection policy of a column says to the session; nothing: the column may be shown. */
export function effectiveProjection(
  relation: RelationObject,
  column: ColumnObject,
  compilation: Compilation,
  frame: Frame,
): Projection | undefined {
  if (column.projection === undefined) return undefined;
  const value = evaluate(column.projection, relation, column, compilation, frame);
  if (value.kind === 'projection') return value.projection;
  throw noConstraint(relation, compilation);
}

/** The size that groups of rows need at least; nothing: a query need not aggregate. */
export function effectiveMinimum(
  relation: RelationObject,
  compilation: Compilation,
  frame: Frame,
): number | undefined {
  if (relation.aggregation === undefined) return undefined;
  const { policy } = relation.aggregation;
  const value = evaluate(policy, relation, undefined, compilation, frame);
  if (value.kind === 'aggregation') return value.minimum;
  throw noConstraint(relation, compilation);
}

/** A body that says neither yes nor no lets nobody read. */
function noConstraint(relation: RelationObject, { catalogue }: Compilation): Error {
  return executionFailed(`a policy of ${catalogue.fullName(relation)} gives no constraint`, {
    place: catalogue.fullName(relation),
    next: 'give the policy an ELSE with a constraint',
  });
}

function evaluate(
  id: number,
  relation: RelationObject,
  column: ColumnObject | undefined,
  compilation: Compilation,
  frame: Frame,
): ConstraintValue {
  const { catalogue } = compilation;
  const policy = catalogue.get(id);
  if (policy?.kind !== 'PROJECTION POLICY' && policy?.kind !== 'AGGREGATION POLICY') {
    throw executionFailed(`the policy of ${catalogue.fullName(relation)} is gone`);
  }
  const protecting = { kind: policy.kind, relation, ...(column === undefined ? {} : { column }) };
  return evaluateConstraint(readConstraintBody(policy.body), {
    compilation,
    frame: policyFrame(policy, protecting, relation, compilation, frame),
    scope: new Scope(),
  });
}
