import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, owns } from '../access/privileges.js';
import { rolesBelow } from '../access/role-set.js';
import { policiesOfRelation } from '../enforcement/policies-of-relation.js';
import { isProtected } from '../enforcement/protected-relation.js';
import { prepareQuery, runPrepared } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { invalidStatement, notAuthorized, unknownRole, unsupported } from '../warehouse/errors.js';

const sessionRoles = 'SNOWFLAKE$SESSION_ACTIVATED_ROLES';

/**
 * `EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'R') AS SELECT …`: the policies answer as if the
 * role asked, while the privileges are those of the caller, who must own the tables
 * and hold APPLY on their policies.
 *
 * `SNOWFLAKE$SESSION_ACTIVATED_ROLES => ('R', 'S', …)` are all the roles that are active in the session,
 * whatever CURRENT_ROLE is; without it, CURRENT_ROLE with those below it. Whether roles below a listed one
 * count is not documented, so a list that leaves one out is refused.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/policy_context
 */
export async function policyContext(context: StatementContext): Promise<ResultSet> {
  const { reader, engine, state } = context;
  reader.expect('EXECUTE');
  if (!reader.accept('USING')) throw unsupported(`EXECUTE ${reader.peek().value}`);
  reader.expect('POLICY_CONTEXT');
  let role: string | undefined;
  let activated: readonly string[] | undefined;
  let user = state.user;
  reader.list(() => {
    const name = reader.expectOneOf([
      'CURRENT_ROLE',
      'CURRENT_USER',
      'CURRENT_ACCOUNT',
      'CURRENT_AVAILABLE_ROLES',
      sessionRoles,
    ]);
    reader.expectOperator('=>');
    if (name === sessionRoles) {
      activated = reader.seesOperator('(') ? reader.list(() => reader.string()) : [reader.string()];
      return;
    }
    const value = reader.string();
    if (name === 'CURRENT_ROLE') role = value;
    else if (name === 'CURRENT_USER') user = value;
    else throw unsupported(`${name} in POLICY_CONTEXT`);
  });
  reader.expect('AS');
  if (role === undefined && activated === undefined) {
    throw invalidStatement(`POLICY_CONTEXT needs CURRENT_ROLE or ${sessionRoles}`);
  }
  if (activated?.length === 0) throw invalidStatement(`${sessionRoles} names no role`);
  for (const named of [...(role === undefined ? [] : [role]), ...(activated ?? [])]) {
    if (engine.catalogue.role(named) === undefined) throw unknownRole(named);
  }
  const simulated = role ?? state.role;
  const active = rolesBelow(engine.catalogue, ...(activated ?? [simulated]));
  if (activated !== undefined) {
    const always = rolesBelow(engine.catalogue);
    const listed = new Set(activated);
    const isLeftOut = ({ name }: { readonly name: string }) =>
      active.has(name) && !listed.has(name) && !always.has(name);
    const missing = [...engine.catalogue.ofKind('ROLE')].find(isLeftOut);
    if (missing !== undefined) {
      throw unsupported(`${sessionRoles} that leaves out ${missing.name}, which a listed role has`);
    }
  }
  const session = state.context();
  const query = await prepareQuery(
    engine,
    {
      ...session,
      role: simulated,
      user,
      simulatedConsumer: undefined,
      activeRoles: active,
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
