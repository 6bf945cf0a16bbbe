import { compileDomain, type Domain, quoteLiteral, type SqlFragment, sql } from '@das/core';
import type { PersonaRoles } from './policy-matrix.js';

/**
 * A query as if somebody with these roles had asked: the policies answer for the roles, the
 * privileges are those of who runs it. With secondary roles every activated role is listed, with
 * those that are granted to it, as Snowflake takes a set and not a hierarchy.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/policy_context
 */
export function policyContextStatement(
  domain: Domain,
  [primary, ...secondary]: PersonaRoles,
  query: SqlFragment,
): SqlFragment {
  const simulated = [`CURRENT_ROLE => ${quoteLiteral(primary)}`];
  if (secondary.length > 0) {
    const roles = activatedRoles(domain, [primary, ...secondary]).map(quoteLiteral);
    simulated.push(`SNOWFLAKE$SESSION_ACTIVATED_ROLES => (${roles.join(', ')})`);
  }
  return sql`EXECUTE USING POLICY_CONTEXT(${sql.raw(simulated.join(', '))}) AS ${query}`;
}

/** The roles themselves, all that the domain grants to them, and PUBLIC. */
function activatedRoles(domain: Domain, roles: readonly string[]): readonly string[] {
  const held = new Map<string, string[]>();
  for (const each of compileDomain(domain)) {
    if (each.kind !== 'roleGrant' || each.role.type !== 'ROLE' || each.to.type !== 'ROLE') continue;
    const [to] = each.to.name;
    held.set(to, [...(held.get(to) ?? []), each.role.name[0]]);
  }
  const found = new Set(roles);
  for (const role of found) for (const below of held.get(role) ?? []) found.add(below);
  return [...found.add('PUBLIC')];
}
