import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, owns } from '../access/privileges.js';
import { activeRoles } from '../access/role-set.js';
import { policiesOfRelation } from '../enforcement/policies-of-relation.js';
import { isProtected } from '../enforcement/protected-relation.js';
import { prepareQuery, runPrepared } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { invalidStatement, notAuthorized, unknownRole, unsupported } from '../warehouse/errors.js';

/**
 * `EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'R') AS SELECT …`: the policies answer as if the
 * role asked, while the privileges are those of the caller, who must own the tables
 * and hold APPLY on their policies.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/policy_context
 */
export async function policyContext(context: StatementContext): Promise<ResultSet> {
  const { reader, engine, state } = context;
  reader.expect('EXECUTE');
  if (!reader.accept('USING')) throw unsupported(`EXECUTE ${reader.peek().value}`);
  reader.expect('POLICY_CONTEXT');
  let role: string | undefined;
  let user = state.user;
  reader.list(() => {
    const name = reader.expectOneOf([
      'CURRENT_ROLE',
      'CURRENT_USER',
      'CURRENT_ACCOUNT',
      'CURRENT_AVAILABLE_ROLES',
    ]);
    reader.expectOperator('=>');
    const value = reader.string();
    if (name === 'CURRENT_ROLE') role = value;
    else if (name === 'CURRENT_USER') user = value;
    else throw unsupported(`${name} in POLICY_CONTEXT`);
  });
  reader.expect('AS');
  if (role === undefined) throw invalidStatement('POLICY_CONTEXT needs CURRENT_ROLE');
  const simulated = role;
  if (engine.catalogue.role(simulated) === undefined) throw unknownRole(simulated);
  const session = state.context();
  const query = await prepareQuery(
    engine,
    {
      ...session,
      role: simulated,
      user,
      simulatedConsumer: undefined,
      activeRoles: activeRoles(engine.catalogue, simulated, 'NONE', undefined),
    },
    context.binds,
    parseQuery(reader.rest()),
    { roles: session.activeRoles },
  );
  for (const relation of query.compilation.relations.values()) {
    // Whoever is shared with is told nothing but what the provider lets that account see.
    if (relation.shared !== undefined) {
      throw notAuthorized('Table', engine.catalogue.fullName(relation));
    }
    if (isProtected(engine.catalogue, relation) && !owns(session.activeRoles, relation)) {
      throw notAuthorized('Table', engine.catalogue.fullName(relation));
    }
    // Whoever cloned a table owns the clone; that alone must not lift its policies.
    for (const policy of policiesOfRelation(engine.catalogue, relation)) {
      const mayApply =
        holds(session.activeRoles, policy, 'APPLY') ||
        holdsGlobal(engine.catalogue, session.activeRoles, `APPLY ${policy.kind}`);
      if (!mayApply) throw notAuthorized('Policy', engine.catalogue.fullName(policy));
    }
  }
  return await runPrepared(state, query, context.signal);
}
