import { requirePrivilege } from '../access/privileges.js';
import type { TableObject } from '../catalogue/catalogue-object.js';
import { Compilation } from '../compile/compilation.js';
import { findRelation } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { invalidStatement } from '../warehouse/errors.js';

/** Finds the table that a DML statement changes, and requires the privileges for it. */
export function findTarget(
  context: StatementContext,
  name: readonly string[],
  privileges: readonly string[],
): TableObject {
  const { engine, state } = context;
  const session = state.context();
  const compilation = new Compilation(engine.catalogue, session, []);
  const relation = findRelation(name, compilation, compilation.frame());
  for (const privilege of privileges) {
    requirePrivilege(engine.catalogue, session.activeRoles, relation, privilege);
  }
  if (relation.kind !== 'TABLE') {
    throw invalidStatement(
      `${engine.catalogue.fullName(relation)} is a ${relation.kind.toLowerCase()}: it cannot be changed by DML`,
      engine.catalogue.fullName(relation),
    );
  }
  return relation;
}
